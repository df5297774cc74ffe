package io.banyan.loadtest.playout;

import java.util.TreeSet;

/**
 * Plays packets of 20 ms after the manner of a browser's NetEq: a buffer whose level follows how late packets come, sound
 * made up for what is not there in time, and time stretched or pressed (by a packet in ten at most) to change the level. What
 * a packet that is there carries of the one before it (Opus' in-band FEC) is reckoned beside that, as whoever encodes may
 * not have put any in. Not thread-safe.
 */
public final class AudioPlayout {
    static final long PACKET_NANOS = 20_000_000;

    /** As NetEq's default quantile (libwebrtc, delay_manager.cc), over the last 10 s. */
    private static final double IN_TIME = 0.95;

    private static final int REMEMBERED = 500;

    /** NetEq allows an operation on time each 100 ms. */
    private static final int TICKS_BETWEEN_STRETCHES = 10;

    private static final int MAX_BUFFERED = 200;
    private static final long NONE = Long.MIN_VALUE;

    private final TreeSet<Long> buffered = new TreeSet<>();
    private final Lateness lateness = new Lateness(REMEMBERED, IN_TIME);
    private long position = NONE;
    private long nextTickNanos;
    private int madeUpInARow;
    private int ticksSinceStretch;
    private long ticks;
    private long madeUp;
    private long mendable;
    private long longestGap;
    private long late;
    private long repaired;
    private long waitedMillis;

    /**
     * A packet came, for the first time.
     *
     * @param index by its timestamp: 0 for the first, one more for each 20 ms
     */
    public void onPacket(long index, long nowNanos) {
        lateness.add(nowNanos - index * PACKET_NANOS);
        if (position == NONE) {
            position = index;
            nextTickNanos = nowNanos + 2 * PACKET_NANOS;
        }
        if (index < position) {
            late++;
        } else if (buffered.size() < MAX_BUFFERED) {
            buffered.add(index);
        }
    }

    /**
     * A packet that came carried the sound of an earlier one besides its own (RFC 2198).
     *
     * @param index of the earlier one
     */
    public void onRedundant(long index) {
        if (position != NONE && index >= position && buffered.size() < MAX_BUFFERED && buffered.add(index)) {
            repaired++;
        }
    }

    /** Plays what is due; every 5 ms or so. */
    public void poll(long nowNanos) {
        while (position != NONE && nowNanos >= nextTickNanos) {
            nextTickNanos += PACKET_NANOS;
            tick();
        }
    }

    private void tick() {
        ticks++;
        ticksSinceStretch++;
        waitedMillis += bufferedNanos() / 1_000_000;
        if (buffered.remove(position)) {
            madeUpInARow = 0;
            position++;
            stretch();
            return;
        }
        Long later = buffered.isEmpty() ? null : buffered.first();
        if (later != null && madeUpInARow >= later - position) {
            // What was made up meanwhile stands for what is missing.
            buffered.remove(later);
            position = later + 1;
            madeUpInARow = 0;
            return;
        }
        if (later != null && madeUpInARow == later - position - 1) {
            // The last of those that are missing: the packet after it tells of it.
            mendable++;
            madeUp++;
            position = later;
            madeUpInARow = 0;
            return;
        }
        madeUp++;
        madeUpInARow++;
        longestGap = Math.max(longestGap, madeUpInARow);
    }

    private void stretch() {
        if (ticksSinceStretch < TICKS_BETWEEN_STRETCHES || buffered.isEmpty()) {
            return;
        }
        long level = buffered.last() - position + 1;
        long wanted = (lateness.spreadNanos() + PACKET_NANOS - 1) / PACKET_NANOS + 1;
        if (level > wanted + 1) {
            // Two packets in the time of one.
            buffered.remove(position);
            position++;
            ticksSinceStretch = 0;
        } else if (level < wanted) {
            nextTickNanos += PACKET_NANOS / 2;
            ticksSinceStretch = 0;
        }
    }

    /** The track on the slot is another one, or nothing is sent on purpose: that nothing comes is no loss. */
    public void onBreak() {
        position = NONE;
        buffered.clear();
        madeUpInARow = 0;
    }

    /** The longest gap is of what follows. */
    public void forgetLongest() {
        longestGap = 0;
    }

    /** Moments of 20 ms so far. */
    public long ticks() {
        return ticks;
    }

    /** Of them, made up for what had not come in time. */
    public long madeUp() {
        return madeUp;
    }

    /** Of these, those whose next packet was there: in-band FEC could have mended them. */
    public long mendable() {
        return mendable;
    }

    /** The most made up at a stretch that nothing could have mended, milliseconds. */
    public long longestGapMillis() {
        return longestGap * PACKET_NANOS / 1_000_000;
    }

    /** Packets that had not come when a later one carried their sound, in time. */
    public long repaired() {
        return repaired;
    }

    /** Packets that came after their moment. */
    public long late() {
        return late;
    }

    /** What waited to be played at each moment, all moments together. */
    public long waitedMillis() {
        return waitedMillis;
    }

    /** What waits to be played, nanoseconds. */
    public long bufferedNanos() {
        return buffered.size() * PACKET_NANOS;
    }
}
