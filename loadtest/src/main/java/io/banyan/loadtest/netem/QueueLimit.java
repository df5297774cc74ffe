package io.banyan.loadtest.netem;

import java.time.Duration;

/** Where the tail of a queue is dropped. */
public sealed interface QueueLimit {
    /** Nothing is ever dropped. */
    QueueLimit NONE = new OfDelay(Duration.ofDays(1));

    /** What waits is no more than so many bytes. */
    record OfBytes(long bytes) implements QueueLimit {}

    /** Nothing waits for longer, at the rate that there will be. */
    record OfDelay(Duration delay) implements QueueLimit {}

    static QueueLimit bytes(long bytes) {
        return new OfBytes(bytes);
    }

    static QueueLimit delay(Duration delay) {
        return new OfDelay(delay);
    }

    /** As many bytes as a rate carries in a time: with the round trip, the bandwidth-delay product. */
    static QueueLimit bytesOf(long bps, Duration time) {
        return new OfBytes(Math.round(bps / 8e9 * time.toNanos()));
    }
}
