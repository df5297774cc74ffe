package io.banyan.loadtest.peer;

import java.util.List;

/**
 * All that a peer has counted.
 *
 * @param unknownSsrc packets that belong to no slot of the answer
 * @param firstPacketNanos when the first packet with media came, on the machine's monotonic clock; -1: none yet
 * @param keyFrameRequests by PLI, FIR and signalling
 */
public record PeerStats(
        TransportStats transport,
        List<SourceStats> sources,
        List<SlotStats> slots,
        long unknownSsrc,
        long firstPacketNanos,
        long keyFrameRequests) {
    /** The slot of that mid. */
    public SlotStats slot(String mid) {
        return slots.stream()
                .filter(slot -> slot.mid().equals(mid))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no slot " + mid));
    }

    public long packetsReceived() {
        return slots.stream().mapToLong(SlotStats::packets).sum();
    }

    public boolean isClean() {
        return unknownSsrc == 0 && slots.stream().allMatch(SlotStats::isClean);
    }
}
