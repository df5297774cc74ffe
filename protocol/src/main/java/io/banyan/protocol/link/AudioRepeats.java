package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Further copies of audio frames, for links on which a repair comes too late: each goes into a later datagram than the
 * first, so that losing one datagram loses no audio.
 */
final class AudioRepeats {
    /** On a shorter way, repair comes before a jitter buffer misses it. */
    static final long MIN_RTT_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    /** Below a third of what begins it, or a link near the border goes to and fro. */
    private static final double OFF_SHARE = 0.32;

    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Everybody's of a large room, and nobody's forever. */
    private static final int CAPACITY = 128;

    /** Speech has 80, music 300; what is longer is sent once. */
    private static final int MAX_FRAME_BYTES = 500;

    private final double onDelayNanos;
    private final long laterNanos;
    /** Made when a link first needs it: most never do. */
    private byte[] frames = {};

    private final int[] lengths = new int[CAPACITY];
    private final long[] dueNanos = new long[CAPACITY];
    private int first;
    private int count;
    private boolean active;
    private long wantedNanos;

    private AudioRepeats(double onDelayNanos, long laterNanos) {
        this.onDelayNanos = onDelayNanos;
        this.laterNanos = laterNanos;
    }

    /**
     * The copy that a listener does not wait for: as soon as it is another datagram. A jitter buffer that is to cover 95
     * of 100 packets would otherwise have to choose, on a link that loses 5, between waiting for copies and missing them.
     */
    static AudioRepeats soon() {
        return new AudioRepeats(250_000, TimeUnit.MILLISECONDS.toNanos(4));
    }

    /** The copy for links that lose much or several in a row: less than a frame of Opus later, along with the next frames. */
    static AudioRepeats later() {
        return new AudioRepeats(2_000_000, TimeUnit.MILLISECONDS.toNanos(15));
    }

    /**
     * What the link is like now. The mean delay that repair adds to a packet, loss × round trip, is what is heard.
     *
     * @param lossFraction 0 to 1, before repair
     */
    void onMeasured(double lossFraction, long rttNanos, long nowNanos) {
        double delayNanos = lossFraction * rttNanos;
        if (delayNanos >= OFF_SHARE * onDelayNanos) {
            wantedNanos = nowNanos;
        }
        if (rttNanos >= MIN_RTT_NANOS && delayNanos >= onDelayNanos) {
            active = true;
        } else if (nowNanos - wantedNanos >= STAY_NANOS) {
            active = false;
        }
    }

    /**
     * Keeps a frame for its next time.
     *
     * @return whether it will be repeated
     */
    boolean offer(ByteBuffer frame, int offset, int length, long nowNanos) {
        if (!active || length > MAX_FRAME_BYTES || count == CAPACITY) {
            return false;
        }
        if (frames.length == 0) {
            frames = new byte[CAPACITY * MAX_FRAME_BYTES];
        }
        int slot = (first + count) % CAPACITY;
        frame.get(offset, frames, slot * MAX_FRAME_BYTES, length);
        frames[slot * MAX_FRAME_BYTES + MediaFrame.FLAGS_AT] |= MediaFrame.FLAG_REPEATED;
        lengths[slot] = length;
        dueNanos[slot] = nowNanos + laterNanos;
        count++;
        return true;
    }

    /** Bytes of the next frame that is due, 0 if there is none. */
    int dueBytes(long nowNanos) {
        return count > 0 && nowNanos >= dueNanos[first] ? lengths[first] : 0;
    }

    /** Takes the next frame that is due. */
    void poll(ByteBuffer out, int offset) {
        out.put(offset, frames, first * MAX_FRAME_BYTES, lengths[first]);
        first = (first + 1) % CAPACITY;
        count--;
    }
}
