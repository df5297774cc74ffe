package io.banyan.loadtest.netem;

/** Counts of one direction, or of several added up, since it was made. */
public record NetemStats(
        long offered, long delivered, long lost, long queueDropped, long reordered, long duplicated, long bytes) {
    public static final NetemStats ZERO = new NetemStats(0, 0, 0, 0, 0, 0, 0);

    public NetemStats plus(NetemStats other) {
        return new NetemStats(
                offered + other.offered,
                delivered + other.delivered,
                lost + other.lost,
                queueDropped + other.queueDropped,
                reordered + other.reordered,
                duplicated + other.duplicated,
                bytes + other.bytes);
    }
}
