package io.banyan.node.media.loop;

import io.banyan.node.plane.LatencyCounts;

/** How long packets stay in a loop. Owned by the loop. */
final class LatencyRecorder {
    private final long[] counts = new long[LatencyCounts.BUCKETS];

    /** Notes a delay that {@code packets} had in common. */
    void add(long nanos, long packets) {
        counts[LatencyCounts.bucketOf(nanos)] += packets;
    }

    LatencyCounts toCounts() {
        return LatencyCounts.copyOf(counts);
    }
}
