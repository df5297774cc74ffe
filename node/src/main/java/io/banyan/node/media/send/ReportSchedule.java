package io.banyan.node.media.send;

/**
 * When the next sender or receiver report of one stream is due (RFC 3550 §6.2, RFC 4585 §3.4): the first ones soon after
 * it began to flow, because a browser needs two for lip sync, then one a second, staggered over streams. Owned by a
 * media loop.
 */
public final class ReportSchedule {
    public static final long INTERVAL_NANOS = 1_000_000_000;

    /** The second report of a stream follows the first this soon. */
    static final long EARLY_NANOS = 250_000_000;

    /** A stream that was silent for this long reports no more until it flows again. */
    static final long SILENCE_NANOS = 5_000_000_000L;

    private final long staggerNanos;
    private boolean flowing;
    private long sentNanos;
    private long dueNanos;
    private int reports;

    /**
     * Nothing is due before the first packet.
     *
     * @param salt differs between streams: spreads them over the second
     */
    public ReportSchedule(int salt, long nowNanos) {
        staggerNanos = (((salt * 0x9E37_79B9L) >>> 8) & 0xff) * (INTERVAL_NANOS / 256);
        dueNanos = nowNanos;
    }

    /** A packet of the stream was sent, or arrived. */
    public void onSent(long nowNanos) {
        if (!flowing) {
            flowing = true;
            dueNanos = nowNanos;
            reports = 0;
        }
        sentNanos = nowNanos;
    }

    /** Whether to report now; moves on to the next. */
    public boolean pollDue(long nowNanos) {
        if (!flowing || nowNanos < dueNanos) {
            return false;
        }
        if (nowNanos - sentNanos > SILENCE_NANOS) {
            flowing = false;
            return false;
        }
        reports++;
        dueNanos = nowNanos
                + switch (reports) {
                    case 1 -> EARLY_NANOS;
                    case 2 -> INTERVAL_NANOS / 2 + staggerNanos / 2;
                    default -> INTERVAL_NANOS;
                };
        return true;
    }
}
