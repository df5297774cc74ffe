package io.banyan.loadtest.playout;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts packets together to frames and shows them after the manner of a browser: a frame is decoded when all of it is there
 * and the one before it was decoded or it is a key frame; it is shown when its time has come, later by what frames were late
 * of late. A freeze is what the W3C's statistics call one. Not thread-safe.
 */
public final class VideoPlayout {
    /** As Chromium before it asks for a key frame (libwebrtc, video_receive_stream2: kMaxWaitForFrame). */
    static final long MAX_WAIT_NANOS = 3_000_000_000L;

    private static final int REMEMBERED = 120;
    private static final double IN_TIME = 0.95;
    private static final long LEAST_DELAY_NANOS = 10_000_000;
    private static final long MOST_DELAY_NANOS = 1_000_000_000;
    private static final int MAX_FRAMES = 300;
    private static final int MAX_PADDING = 1_000;
    private static final int CLOCK = 90_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long NONE = -1;

    /** W3C webrtc-stats, freezeCount. */
    private static final long FREEZE_MORE_NANOS = 150_000_000;

    private static final int FREEZE_FACTOR = 3;
    private static final int FREEZE_WINDOW = 30;

    private static final class Frame {
        final long timestamp;
        final TreeSet<Long> seqs = new TreeSet<>();
        long first = NONE;
        long last = NONE;
        boolean isKey;
        int height;

        Frame(long timestamp) {
            this.timestamp = timestamp;
        }

        boolean isComplete() {
            return first != NONE && last != NONE && seqs.size() == last - first + 1;
        }
    }

    private record Decoded(long timestamp, long showNanos, int height) {}

    private final TreeMap<Long, Frame> frames = new TreeMap<>();
    private final TreeSet<Long> padding = new TreeSet<>();
    private final ArrayDeque<Decoded> waiting = new ArrayDeque<>();
    private final ArrayDeque<Long> intervals = new ArrayDeque<>();
    private final Lateness lateness = new Lateness(REMEMBERED, IN_TIME);
    private long firstTimestamp = NONE;
    private long lastDecodedSeq = NONE;
    private long lastDecodedTimestamp = NONE;
    private long lastDecodeNanos;
    private long lastPacketNanos;
    private long shownNanos = NONE;
    private int height;
    private long decoded;
    private long shown;
    private long freezes;
    private long frozenNanos;
    private long longestFreezeNanos;
    private long heightChanges;

    /**
     * A packet came, for the first time.
     *
     * @param seq unwrapped
     * @param timestamp unwrapped, of 90 kHz
     * @param isFirst of its frame
     * @param isLast of its frame
     * @param keyHeight of the picture if it begins a key frame, else 0
     */
    public void onPacket(long seq, long timestamp, boolean isFirst, boolean isLast, int keyHeight, long nowNanos) {
        if (lastDecodedSeq == NONE && lastDecodeNanos == 0) {
            lastDecodeNanos = nowNanos;
        }
        if (firstTimestamp == NONE) {
            firstTimestamp = timestamp;
        }
        lastPacketNanos = nowNanos;
        if (timestamp <= lastDecodedTimestamp) {
            return;
        }
        Frame frame = frames.computeIfAbsent(timestamp, Frame::new);
        frame.seqs.add(seq);
        if (isFirst) {
            frame.first = seq;
            frame.isKey = keyHeight > 0;
            frame.height = keyHeight;
        }
        if (isLast) {
            frame.last = seq;
        }
        if (frames.size() > MAX_FRAMES) {
            frames.pollFirstEntry();
        }
        decode(nowNanos);
    }

    /** A packet without payload came: it leaves no hole. */
    public void onPadding(long seq, long nowNanos) {
        padding.add(seq);
        if (padding.size() > MAX_PADDING) {
            padding.pollFirst();
        }
        decode(nowNanos);
    }

    private void decode(long nowNanos) {
        while (true) {
            Frame next = nextDecodable();
            if (next == null) {
                return;
            }
            frames.headMap(next.timestamp, true).clear();
            lastDecodedSeq = next.last;
            lastDecodedTimestamp = next.timestamp;
            lastDecodeNanos = nowNanos;
            decoded++;
            long made = (next.timestamp - firstTimestamp) * SECOND / CLOCK;
            lateness.add(nowNanos - made);
            long delay = Math.clamp(lateness.spreadNanos(), LEAST_DELAY_NANOS, MOST_DELAY_NANOS);
            long show = Math.max(nowNanos, made + lateness.leastNanos() + delay);
            waiting.add(new Decoded(next.timestamp, show, next.height));
        }
    }

    /** The first that can be decoded: the very next one, or else the first complete key frame. */
    private @Nullable Frame nextDecodable() {
        for (Map.Entry<Long, Frame> each : frames.entrySet()) {
            Frame frame = each.getValue();
            if (frame.isComplete() && (frame.isKey || (lastDecodedSeq != NONE && follows(frame.first)))) {
                return frame;
            }
        }
        return null;
    }

    private boolean follows(long first) {
        long seq = lastDecodedSeq + 1;
        while (seq < first && padding.contains(seq)) {
            seq++;
        }
        return seq == first;
    }

    /** Shows what is due; every 5 ms or so. */
    public void poll(long nowNanos) {
        while (!waiting.isEmpty() && waiting.peek().showNanos() <= nowNanos) {
            Decoded frame = waiting.remove();
            show(Math.max(frame.showNanos(), shownNanos), frame.height());
        }
    }

    private void show(long nowNanos, int newHeight) {
        if (newHeight > 0 && newHeight != height) {
            heightChanges += height > 0 ? 1 : 0;
            height = newHeight;
        }
        shown++;
        if (shownNanos != NONE) {
            onInterval(nowNanos - shownNanos);
        }
        shownNanos = nowNanos;
    }

    private void onInterval(long nanos) {
        if (intervals.size() == FREEZE_WINDOW) {
            long sum = 0;
            for (long each : intervals) {
                sum += each;
            }
            long mean = sum / FREEZE_WINDOW;
            if (nanos >= Math.max(FREEZE_FACTOR * mean, mean + FREEZE_MORE_NANOS)) {
                freezes++;
                frozenNanos += nanos;
                longestFreezeNanos = Math.max(longestFreezeNanos, nanos);
            }
            intervals.remove();
        }
        intervals.add(nanos);
    }

    /** Whether a browser would ask for a key frame now: packets come, and for long no frame could be made of them. */
    public boolean needsKeyFrame(long nowNanos) {
        return lastDecodeNanos > 0
                && nowNanos - lastDecodeNanos > MAX_WAIT_NANOS
                && nowNanos - lastPacketNanos < MAX_WAIT_NANOS;
    }

    /** The track on the slot is another one, or it was held back: what was not shown meanwhile is no freeze. */
    public void onBreak() {
        frames.clear();
        waiting.clear();
        intervals.clear();
        shownNanos = NONE;
        lastDecodeNanos = 0;
    }

    /** The longest freeze is of what follows. */
    public void forgetLongest() {
        longestFreezeNanos = 0;
    }

    /** The last number of what was decoded; -1: nothing. */
    public long lastDecodedSeq() {
        return lastDecodedSeq;
    }

    public long decoded() {
        return decoded;
    }

    public long shown() {
        return shown;
    }

    /** Lines of the last picture. */
    public int height() {
        return height;
    }

    /** How often the size of the picture changed. */
    public long heightChanges() {
        return heightChanges;
    }

    public long freezes() {
        return freezes;
    }

    /** How long they were together, milliseconds. */
    public long frozenMillis() {
        return frozenNanos / 1_000_000;
    }

    public long longestFreezeMillis() {
        return longestFreezeNanos / 1_000_000;
    }

    /** What is frozen now is a freeze as well, though no frame has ended it. */
    public long sinceShownMillis(long nowNanos) {
        return shownNanos == NONE ? 0 : (nowNanos - shownNanos) / 1_000_000;
    }
}
