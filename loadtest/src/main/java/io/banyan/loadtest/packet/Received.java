package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.report.Histogram;
import java.util.List;

/**
 * What subscribers have received, every packet verified byte for byte.
 *
 * @param packets each once
 * @param corrupted that did not carry what the publisher sent
 * @param missing of the publisher's, did not come
 * @param latencyMicros from the publisher's sending to the subscriber's reading
 */
record Received(long packets, long corrupted, long missing, Histogram latencyMicros) {
    static Received of(List<SlotStats> slots) {
        Histogram latency = new Histogram();
        slots.forEach(slot -> latency.addAll(slot.latencyMicros()));
        return new Received(
                slots.stream().mapToLong(SlotStats::packets).sum(),
                slots.stream().mapToLong(SlotStats::corrupted).sum(),
                slots.stream().mapToLong(SlotStats::contentMissing).sum(),
                latency);
    }

    Received since(Received earlier) {
        return new Received(
                packets - earlier.packets,
                corrupted - earlier.corrupted,
                missing - earlier.missing,
                latencyMicros.since(earlier.latencyMicros));
    }
}
