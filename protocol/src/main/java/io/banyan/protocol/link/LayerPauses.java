package io.banyan.protocol.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which encodings a short link leaves out altogether, so that the others come whole: the least important first, the
 * largest of these. One comes back when there has been room for it for a while, later each time it did not work out.
 */
final class LayerPauses {
    /** What a pause freed has to show before there is another. */
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Room for an encoding and a little more, or it would go at once. */
    private static final double MARGIN = 1.15;

    /** Who has to go again so soon came back too early. */
    private static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** An encoding that has not sent for so long has ended. */
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final List<Encoding> encodings = new ArrayList<>();
    private @Nullable Encoding[] byAlias = new @Nullable Encoding[64];
    private long changedNanos = Long.MIN_VALUE / 2;

    private static final class Encoding {
        private final int alias;
        private final RateMeter meter;
        private DropClass dropClass;
        private long seenNanos;
        private boolean paused;
        private long pausedNanos;
        private long resumedNanos;
        private long pauseNanos = FIRST_PAUSE_NANOS;
        private long pausedBps;

        private Encoding(int alias, DropClass dropClass, long nowNanos) {
            this.alias = alias;
            this.dropClass = dropClass;
            this.meter = new RateMeter(nowNanos);
        }
    }

    /** Notes a frame and says whether its encoding is sent. */
    boolean admits(int alias, DropClass dropClass, int bytes, long nowNanos) {
        Encoding encoding = encodingOf(alias, dropClass, nowNanos);
        encoding.dropClass = dropClass;
        encoding.seenNanos = nowNanos;
        encoding.meter.add(bytes, nowNanos);
        return !encoding.paused;
    }

    /** Pauses the least important encoding if the link is over its target; audio stays. */
    void onExcess(LinkListener listener, long nowNanos) {
        if (nowNanos - changedNanos < BETWEEN_NANOS) {
            return;
        }
        Encoding least = null;
        for (Encoding encoding : encodings) {
            if (!encoding.paused && encoding.dropClass != DropClass.AUDIO && isLess(encoding, least, nowNanos)) {
                least = encoding;
            }
        }
        if (least != null) {
            boolean failedSoon = least.pausedBps > 0 && nowNanos - least.resumedNanos < FAILED_NANOS;
            least.pauseNanos = failedSoon ? Math.min(LONGEST_PAUSE_NANOS, 2 * least.pauseNanos) : FIRST_PAUSE_NANOS;
            least.paused = true;
            least.pausedNanos = nowNanos;
            least.pausedBps = least.meter.bitsPerSecond(nowNanos);
            changedNanos = nowNanos;
            listener.onPaused(least.alias, nowNanos);
        }
    }

    /** Resumes the most important paused encoding that there is room for, and forgets those that ended. */
    void onRoom(long roomBps, LinkListener listener, long nowNanos) {
        Encoding most = null;
        for (int i = encodings.size() - 1; i >= 0; i--) {
            Encoding encoding = encodings.get(i);
            if (nowNanos - encoding.seenNanos > FORGOTTEN_NANOS) {
                forget(encoding);
            } else if (encoding.paused
                    && nowNanos - encoding.pausedNanos >= encoding.pauseNanos
                    && roomBps >= MARGIN * rateOf(encoding, nowNanos)
                    && (most == null || isLess(most, encoding, nowNanos))) {
                most = encoding;
            }
        }
        if (most != null && nowNanos - changedNanos >= BETWEEN_NANOS) {
            most.paused = false;
            most.resumedNanos = nowNanos;
            changedNanos = nowNanos;
            listener.onResumed(most.alias, nowNanos);
        }
    }

    /** What comes for it now, or came when it was paused: its sender may have stopped it meanwhile. */
    private static long rateOf(Encoding encoding, long nowNanos) {
        return Math.max(encoding.pausedBps, encoding.meter.bitsPerSecond(nowNanos));
    }

    private static boolean isLess(Encoding one, @Nullable Encoding other, long nowNanos) {
        if (other == null) {
            return true;
        }
        int byClass = one.dropClass.compareTo(other.dropClass);
        return byClass < 0 || (byClass == 0 && rateOf(one, nowNanos) > rateOf(other, nowNanos));
    }

    private Encoding encodingOf(int alias, DropClass dropClass, long nowNanos) {
        if (alias >= byAlias.length) {
            byAlias = Arrays.copyOf(byAlias, Integer.highestOneBit(alias) * 2);
        }
        Encoding known = byAlias[alias];
        if (known == null) {
            known = new Encoding(alias, dropClass, nowNanos);
            byAlias[alias] = known;
            encodings.add(known);
        }
        return known;
    }

    private void forget(Encoding encoding) {
        encodings.remove(encoding);
        byAlias[encoding.alias] = null;
    }
}
