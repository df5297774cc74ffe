package io.banyan.node.plane;

import java.util.List;

/**
 * What the way to one subscriber carries and what is done with it, once a second.
 *
 * @param estimateBps what the way is taken to carry, RTP bits per second; -1: nothing is known, so nothing is limited
 * @param wantedBps what it would be sent if the way allowed
 * @param grantedBps what the layers that it is granted need, sound included
 * @param sentBps in this second, retransmissions and padding included
 * @param acknowledgedBps what arrived by its own word; -1: it says nothing
 * @param lossPermille of what was reported on in this second
 * @param rttMicros with what the client waits before it reports; -1: not known
 * @param slots those that carry video
 */
public record DownlinkSample(
        long estimateBps,
        long wantedBps,
        long grantedBps,
        long sentBps,
        long acknowledgedBps,
        int lossPermille,
        long rttMicros,
        List<SlotLayer> slots) {
    public DownlinkSample {
        slots = List.copyOf(slots);
    }

    /**
     * The layer of one slot.
     *
     * @param mid of the slot
     * @param rid of the encoding that is forwarded now; empty: nothing is, or there is only one
     * @param granted index of the best encoding that may be sent, -1: none
     * @param spatialId the best within that, 0 to 15; 15: all that there are
     * @param temporalId the best within that, 0 to 15; 15: all that there are
     * @param wanted index of the best encoding that its size on the screen makes use of
     * @param bitrateBps what the granted layer takes
     */
    public record SlotLayer(
            String mid, String rid, int granted, int spatialId, int temporalId, int wanted, long bitrateBps) {}
}
