package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.MediaKind;

/**
 * When the publisher is to be asked for a key frame of one encoding (PLI, RFC 4585 §6.3.1). Wishes of all subscribers
 * merge into one, repeated until a key frame arrives. Owned by a media loop.
 */
public final class KeyframeRequester {
    /** A key frame costs many times an ordinary one: more than two a second would starve what follows them. */
    public static final long MIN_INTERVAL_NANOS = 500_000_000;

    /** While key frames are too much of what comes: those who wait have to wait together. */
    public static final long COSTLY_INTERVAL_NANOS = 2_000_000_000;

    /** Ten seconds without an answer: whoever still waits wishes again. */
    static final int MAX_REPEATS = 20;

    /** Asks that a round trip and a busy client may leave unanswered: a second's worth. */
    private static final int ASKS_IN_VAIN = 2;

    private final boolean hasKeyframes;
    private final KeyframeShare share = new KeyframeShare();
    private boolean pending;
    private boolean everAsked;
    private long askedNanos;
    private int repeats;
    private boolean answered;
    private long asked;

    /** Audio has no key frames: nothing is ever due for it. */
    KeyframeRequester(MediaKind kind) {
        hasKeyframes = kind == MediaKind.VIDEO;
    }

    /** Somebody cannot go on without a key frame. */
    public void request() {
        if (hasKeyframes && !pending) {
            pending = true;
            repeats = 0;
        }
    }

    /** A key frame began to arrive. */
    void onKeyframe() {
        pending = false;
        answered = true;
        share.onKeyframe();
    }

    /** The publisher was asked not to send it: nobody waits. */
    public void onPaused() {
        pending = false;
    }

    /** The publisher was asked to send it again, which begins with a key frame unasked. */
    public void onResumed(long nowNanos) {
        everAsked = true;
        askedNanos = nowNanos;
        answered = false;
    }

    /** A packet arrived, of a key frame or not. */
    void onPacket(int bytes, boolean isOfKeyframe, long nowNanos) {
        share.onPacket(bytes, isOfKeyframe, nowNanos);
    }

    /**
     * Whether to ask the publisher now; true at most once per {@link #MIN_INTERVAL_NANOS}, or per {@link
     * #COSTLY_INTERVAL_NANOS} if it answers and its key frames are too much.
     */
    public boolean pollDue(long nowNanos) {
        long interval = answered && share.isCostly() ? COSTLY_INTERVAL_NANOS : MIN_INTERVAL_NANOS;
        if (!pending || (everAsked && nowNanos - askedNanos < interval)) {
            return false;
        }
        everAsked = true;
        askedNanos = nowNanos;
        answered = false;
        asked++;
        repeats++;
        if (repeats >= MAX_REPEATS) {
            pending = false;
        }
        return true;
    }

    /** Whether asking has been in vain for so long that it is worth to try another way of asking. */
    public boolean isOverdue() {
        return pending && repeats > ASKS_IN_VAIN;
    }

    /** Whether somebody waits for a key frame. */
    public boolean isPending() {
        return pending;
    }

    /** How often the publisher was asked. */
    public long asked() {
        return asked;
    }
}
