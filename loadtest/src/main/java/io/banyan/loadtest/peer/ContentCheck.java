package io.banyan.loadtest.peer;

import io.banyan.loadtest.report.Histogram;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Verifies what made-up packets carry: whole, from the track that the CSRC names, and none of the publisher's own
 * numbers missing. Owned by the peer's loop.
 */
final class ContentCheck {
    /** A larger step is another encoding's pause or a mute, not loss. */
    private static final int MAX_GAP = 200;
    /** Numbers behind the highest that can still arrive. */
    private static final int WINDOW = 4_096;

    private final SyntheticPayload payload = new SyntheticPayload();
    private final Histogram latency = new Histogram();
    private final Map<Integer, Integer> trackOfCsrc = new HashMap<>();
    private final Map<Long, Run> runs = new HashMap<>();
    private long verified;
    private long corrupted;
    private long mislabelled;
    private long foreign;

    /** The publisher's numbers of one encoding, without gaps as far as it is known. */
    private static final class Run {
        final long[] seen = new long[WINDOW / 64];
        int highest;
        long missing;

        Run(int counter) {
            highest = counter;
            mark(counter);
        }

        void add(int counter) {
            int step = counter - highest;
            if (step > MAX_GAP || step < -WINDOW + MAX_GAP) {
                Arrays.fill(seen, 0);
                highest = counter;
            } else if (step > 0) {
                for (int each = highest + 1; each < counter; each++) {
                    clear(each);
                }
                missing += step - 1;
                highest = counter;
            } else if (!isMarked(counter)) {
                missing--;
            }
            mark(counter);
        }

        private boolean isMarked(int counter) {
            return (seen[(counter % WINDOW) / 64] >> (counter % 64) & 1) != 0;
        }

        private void mark(int counter) {
            seen[(counter % WINDOW) / 64] |= 1L << (counter % 64);
        }

        private void clear(int counter) {
            seen[(counter % WINDOW) / 64] &= ~(1L << (counter % 64));
        }
    }

    /** @param csrc of the packet; 0: it has none */
    void onContent(ByteBuffer buffer, int offset, int length, int csrc, long nowNanos, boolean isResent) {
        if (!payload.read(buffer, offset, length)) {
            foreign++;
            return;
        }
        if (!payload.isIntact(buffer, offset, length)) {
            corrupted++;
            return;
        }
        verified++;
        Integer known = trackOfCsrc.putIfAbsent(csrc, payload.track());
        if (csrc == 0 || (known != null && known != payload.track())) {
            mislabelled++;
        }
        if (!isResent) {
            latency.add((nowNanos - payload.sendNanos()) / 1_000);
        }
        long key = ((long) payload.track() << 8) | payload.encoding();
        Run run = runs.get(key);
        if (run == null) {
            runs.put(key, new Run(payload.counter()));
        } else {
            run.add(payload.counter());
        }
    }

    /** The signalling said what a CSRC means; packets may have come before or come later. */
    void onAnnounced(int csrc, int track) {
        Integer known = trackOfCsrc.put(csrc, track);
        if (known != null && known != track) {
            mislabelled++;
        }
    }

    long verified() {
        return verified;
    }

    long corrupted() {
        return corrupted;
    }

    /** Packets whose content is of another track than their CSRC says. */
    long mislabelled() {
        return mislabelled;
    }

    /** Packets whose content is not made up, such as a browser's. */
    long foreign() {
        return foreign;
    }

    /** Of the publishers' own packets, within runs of one encoding: did not come at all. */
    long missing() {
        return runs.values().stream().mapToLong(run -> run.missing).sum();
    }

    /** From the publisher to here in microseconds, of packets that were not sent again. */
    Histogram latency() {
        return latency;
    }
}
