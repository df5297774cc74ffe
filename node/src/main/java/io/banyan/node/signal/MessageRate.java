package io.banyan.node.signal;

/** Token bucket over one connection's messages. Not thread-safe: owned by the connection's actor. */
final class MessageRate {
    private final double perNano;
    private final int burst;
    private double tokens;
    private long lastNanos;

    /**
     * @param perSecond sustained
     * @param burst at once
     */
    MessageRate(int perSecond, int burst, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** Takes one; false if there is none left. */
    boolean tryTake(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
