package io.banyan.node.media.congestion;

/**
 * What a link carries while a queue stands in front of it: then, and only then, what arrives is what it carries, however
 * little is sent on the whole. Pure. Owned by a media loop.
 */
final class FullLink {
    static final long NONE = -1;

    /** More than a wireless link takes to gather a few packets, and less than a key frame waits at a link that is narrow. */
    static final long QUEUED_NANOS = 10_000_000;

    /** A measurement takes as long as two packets at 500 kbit/s at least. */
    static final long MIN_NANOS = 40_000_000;

    static final int MIN_PACKETS = 4;

    /** Slower out than in by so much, and it was the link. */
    private static final double SATURATED = 1.15;

    /** A rate is of the last half second at most: links change. */
    private static final long BUCKET_NANOS = 250_000_000;

    /** After the queue is gone what it told holds for the feedback that is on its way. */
    private static final long KEEP_NANOS = 250_000_000;

    /** A step of the client's clock. */
    private static final long STEP_NANOS = 3_000_000_000L;

    /** The least rises by a 2000th of the time that passes: no crystal drifts more. */
    private static final int LEAK_DIVISOR = 2_000;

    private static final class Bucket {
        private long firstSent;
        private long lastSent;
        private long firstArrival;
        private long lastArrival;
        private long bytes;
        private int packets;

        private void begin(long sentNanos, long arrivalNanos) {
            firstSent = sentNanos;
            lastSent = sentNanos;
            firstArrival = arrivalNanos;
            lastArrival = arrivalNanos;
            bytes = 0;
            packets = 0;
        }

        private void set(Bucket other) {
            firstSent = other.firstSent;
            lastSent = other.lastSent;
            firstArrival = other.firstArrival;
            lastArrival = other.lastArrival;
            bytes = other.bytes;
            packets = other.packets;
        }
    }

    private final Bucket now = new Bucket();
    private final Bucket before = new Bucket();
    private boolean begun;
    private boolean isQueued;
    private long least;
    private long queueNanos;
    private long leastQueueNanos = Long.MAX_VALUE;
    private boolean isHeld;
    private long newestArrival;

    /** A packet arrived, a probe's too: it stood in the same queue. */
    void onArrival(long sentNanos, long arrivalNanos, int bytes) {
        long delay = arrivalNanos - sentNanos;
        if (!begun || Math.abs(delay - least) > STEP_NANOS) {
            begun = true;
            isQueued = false;
            least = delay;
            newestArrival = arrivalNanos;
            leastQueueNanos = 0;
            before.begin(sentNanos, arrivalNanos);
            now.begin(sentNanos, arrivalNanos);
            return;
        }
        long leak = isHeld ? 0 : Math.max(0, arrivalNanos - newestArrival) / LEAK_DIVISOR;
        least = Math.min(delay, least + leak);
        newestArrival = Math.max(newestArrival, arrivalNanos);
        queueNanos = delay - least;
        leastQueueNanos = Math.min(leastQueueNanos, queueNanos);
        if (queueNanos <= QUEUED_NANOS) {
            isQueued = false;
            return;
        }
        if (!isQueued) {
            isQueued = true;
            before.begin(sentNanos, arrivalNanos);
            now.begin(sentNanos, arrivalNanos);
            return;
        }
        if (arrivalNanos - now.firstArrival >= BUCKET_NANOS) {
            before.set(now);
            now.begin(before.lastSent, before.lastArrival);
        }
        now.bytes += bytes;
        now.packets++;
        now.lastSent = Math.max(now.lastSent, sentNanos);
        now.lastArrival = Math.max(now.lastArrival, arrivalNanos);
    }

    /** Bits per second, while there was a queue and until shortly after; else {@link #NONE}. */
    long bps() {
        int packets = now.packets + before.packets;
        long nanos = arrivalNanos();
        return packets < MIN_PACKETS || nanos < MIN_NANOS || newestArrival - now.lastArrival > KEEP_NANOS
                ? NONE
                : Math.round((now.bytes + before.bytes) * 8e9 / nanos);
    }

    /** Whether the queue grew meanwhile, so that it was the link that slowed the packets down, and not its jitter. */
    boolean isSaturated() {
        long sentNanos = now.lastSent - (before.packets > 0 ? before.firstSent : now.firstSent);
        return bps() != NONE && arrivalNanos() > sentNanos * SATURATED;
    }

    /** How long the newest packet had to wait, nanoseconds. */
    long queueNanos() {
        return isQueued ? queueNanos : 0;
    }

    /** The least that any packet had to wait since this was last asked, nanoseconds; a burst of our own does not show in it. */
    long takeLeastQueueNanos() {
        long taken = leastQueueNanos == Long.MAX_VALUE ? queueNanos : leastQueueNanos;
        leastQueueNanos = Long.MAX_VALUE;
        return taken;
    }

    /**
     * While somebody else keeps the queue full nothing shows how quick the quickest are: what they were before is held,
     * instead of taking it that the client's clock has drifted.
     */
    void hold(boolean held) {
        isHeld = held;
    }

    private long arrivalNanos() {
        return now.lastArrival - (before.packets > 0 ? before.firstArrival : now.firstArrival);
    }
}
