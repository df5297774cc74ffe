package io.banyan.node.media.count;

import io.banyan.node.plane.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** How many packets went no further, by reason. Owned by one media loop; not thread-safe. */
public final class DropCounters {
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] counts = new long[REASONS.length];

    /** Counts one packet. */
    public void count(DropReason reason) {
        counts[index(reason)]++;
    }

    /** Counts several packets. */
    public void count(DropReason reason, long packets) {
        counts[index(reason)] += packets;
    }

    /** Packets dropped for this reason since the start. */
    public long of(DropReason reason) {
        return counts[index(reason)];
    }

    /** A copy of every count that is not zero. */
    public Map<DropReason, Long> snapshot() {
        Map<DropReason, Long> copy = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            if (counts[index(reason)] != 0) {
                copy.put(reason, counts[index(reason)]);
            }
        }
        return copy;
    }

    @SuppressWarnings("EnumOrdinal") // An index into an array of this process, never stored or sent.
    private static int index(DropReason reason) {
        return reason.ordinal();
    }
}
