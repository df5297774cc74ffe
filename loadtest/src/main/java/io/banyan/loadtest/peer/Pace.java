package io.banyan.loadtest.peer;

/** When a source that makes something at a steady rate goes on after its machine stood still. */
final class Pace {
    private Pace() {}

    /** The time that is due, in whole intervals, with what is later than allowed left out. */
    static long afterStall(long dueNanos, long nowNanos, long intervalNanos, long maxLateNanos) {
        long lateNanos = nowNanos - dueNanos;
        if (lateNanos <= maxLateNanos) {
            return dueNanos;
        }
        return dueNanos + lateNanos / intervalNanos * intervalNanos;
    }
}
