package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingPresence;
import io.banyan.node.media.receive.EncodingReceiver;
import java.util.concurrent.TimeUnit;

/**
 * When a publisher is told to stop sending an encoding that nobody wants, and when to send it again. Owned by a media
 * loop.
 */
final class EncodingPause {
    /** Whoever scrolls by, or switches layers, comes back sooner; each change costs a key frame on every other encoding. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What still comes so long after it was to stop: the client did not hear it, or sends all since it lost its node. */
    static final long OBEY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How often a client that does not obey is told at least; at first as soon as it was the first time, then ever later. */
    static final long MAX_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Then viewers take what there is: the camera may be off. */
    static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long NEVER = Long.MIN_VALUE;

    /** What to tell the publisher. */
    enum Word {
        NOTHING,
        STOP,
        SEND
    }

    private enum State {
        SENT,
        PAUSED,
        RESUMING
    }

    private final EncodingReceiver encoding;
    private State state = State.SENT;
    private long unwantedNanos = NEVER;
    private long toldNanos;
    private long resumedNanos;
    private long patienceNanos = PATIENCE_NANOS;

    EncodingPause(EncodingReceiver encoding) {
        this.encoding = encoding;
    }

    EncodingReceiver encoding() {
        return encoding;
    }

    /** Whether the publisher is taken to send it, or to have nothing to send. */
    boolean isSent() {
        return state == State.SENT;
    }

    /** What to tell the publisher now; the caller tells it. */
    Word poll(boolean isWanted, long nowNanos) {
        EncodingPresence presence = encoding.presence();
        return switch (state) {
            case SENT -> pollSent(presence, isWanted, nowNanos);
            case PAUSED -> pollPaused(presence, isWanted, nowNanos);
            case RESUMING -> pollResuming(presence, nowNanos);
        };
    }

    private Word pollSent(EncodingPresence presence, boolean isWanted, long nowNanos) {
        if (isWanted || !presence.isArriving(nowNanos, EncodingActivity.SILENCE_NANOS)) {
            unwantedNanos = NEVER;
            return Word.NOTHING;
        }
        if (unwantedNanos == NEVER) {
            unwantedNanos = nowNanos;
        }
        if (nowNanos - unwantedNanos < patienceNanos) {
            return Word.NOTHING;
        }
        become(State.PAUSED);
        toldNanos = nowNanos;
        encoding.keyframes().onPaused();
        return Word.STOP;
    }

    private Word pollPaused(EncodingPresence presence, boolean isWanted, long nowNanos) {
        boolean isIgnored = presence.lastArrivalNanos() - toldNanos > OBEY_NANOS;
        if (isWanted) {
            patienceNanos = isIgnored ? patienceNanos : PATIENCE_NANOS;
            become(State.RESUMING);
            toldNanos = nowNanos;
            resumedNanos = nowNanos;
            encoding.keyframes().onResumed(nowNanos);
            return Word.SEND;
        }
        if (!isIgnored || nowNanos - toldNanos < patienceNanos) {
            return Word.NOTHING;
        }
        patienceNanos = Math.min(2 * patienceNanos, MAX_PATIENCE_NANOS);
        toldNanos = nowNanos;
        return Word.STOP;
    }

    private Word pollResuming(EncodingPresence presence, long nowNanos) {
        boolean isBack = presence.lastArrivalNanos() - resumedNanos > 0;
        if (isBack || nowNanos - resumedNanos >= GIVE_UP_NANOS) {
            become(State.SENT);
            return Word.NOTHING;
        }
        if (nowNanos - toldNanos < REPEAT_NANOS) {
            return Word.NOTHING;
        }
        toldNanos = nowNanos;
        return Word.SEND;
    }

    private void become(State next) {
        state = next;
        unwantedNanos = NEVER;
        encoding.presence().setPaused(next != State.SENT);
    }
}
