package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Second copies of audio frames, for links on which a repair comes too late: each goes into a later datagram than the
 * first, so that losing one datagram, or two in a row, loses no audio.
 */
final class AudioRepeats {
    /** Mean delay that repair adds to a packet, loss × round trip, from which on it is heard. */
    static final double ON_DELAY_NANOS = 250_000;

    /** Well below, or a link near the border goes to and fro. */
    static final double OFF_DELAY_NANOS = 80_000;

    /** On a shorter way, repair comes before a jitter buffer misses it. */
    static final long MIN_RTT_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Less than a frame of Opus, so that the copies go along with the next frames. */
    static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /** Everybody's of a large room, and nobody's forever. */
    private static final int CAPACITY = 128;

    /** Speech has 80, music 300; what is longer is sent once. */
    private static final int MAX_FRAME_BYTES = 500;

    private final byte[] frames = new byte[CAPACITY * MAX_FRAME_BYTES];
    private final int[] lengths = new int[CAPACITY];
    private final long[] dueNanos = new long[CAPACITY];
    private int first;
    private int count;
    private boolean active;
    private long wantedNanos;

    void onMeasured(double lossFraction, long rttNanos, long nowNanos) {
        double delayNanos = lossFraction * rttNanos;
        if (delayNanos >= OFF_DELAY_NANOS) {
            wantedNanos = nowNanos;
        }
        if (rttNanos >= MIN_RTT_NANOS && delayNanos >= ON_DELAY_NANOS) {
            active = true;
        } else if (nowNanos - wantedNanos >= STAY_NANOS) {
            active = false;
        }
    }

    /**
     * Keeps a frame for its second time.
     *
     * @return whether it will be repeated
     */
    boolean offer(ByteBuffer frame, int offset, int length, long nowNanos) {
        if (!active || length > MAX_FRAME_BYTES || count == CAPACITY) {
            return false;
        }
        int slot = (first + count) % CAPACITY;
        frame.get(offset, frames, slot * MAX_FRAME_BYTES, length);
        frames[slot * MAX_FRAME_BYTES + MediaFrame.FLAGS_AT] |= MediaFrame.FLAG_REPEATED;
        lengths[slot] = length;
        dueNanos[slot] = nowNanos + LATER_NANOS;
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
