package io.banyan.node.media.receive;

/** Whether an encoding comes from its publisher, or would if somebody wanted it. Owned by a media loop. */
public final class EncodingPresence {
    /**
     * Devices, encoders and the page itself start in fits: what comes in this time says little of what follows. Longer,
     * and people would miss it.
     */
    static final long STARTING_NANOS = 250_000_000;

    private long firstArrivalNanos;
    private long lastArrivalNanos;
    private int framesOfOthers;
    private boolean hasArrived;
    private boolean isAnnounced;
    private boolean isAlive;
    private boolean isPaused;

    void onPacket(boolean isFirst, long nowNanos) {
        if (isFirst) {
            firstArrivalNanos = nowNanos;
        }
        hasArrived = true;
        lastArrivalNanos = nowNanos;
    }

    void onOwnFrame() {
        framesOfOthers = 0;
    }

    void onOthersFrame() {
        framesOfOthers++;
    }

    /**
     * The node that the track comes from says whether the publisher sends the encoding. From then on that counts: what
     * nobody here wants does not arrive, alive or not.
     */
    public void announce(boolean alive) {
        isAnnounced = true;
        isAlive = alive;
    }

    /** Whether the publisher was asked not to send it; then it can be had for the asking. */
    public void setPaused(boolean paused) {
        isPaused = paused;
    }

    public boolean isPaused() {
        return isPaused;
    }

    /** Whether anything ever came. */
    public boolean hasArrived() {
        return hasArrived;
    }

    /** When the last packet came; meaningless before the first. */
    public long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    /** Whether something came within the time. */
    public boolean isArriving(long nowNanos, long withinNanos) {
        return hasArrived && nowNanos - lastArrivalNanos < withinNanos;
    }

    /**
     * Whether its publisher's first packet came only a moment ago. Nothing that comes over links is: the node that the
     * publisher is at has let that pass.
     */
    boolean isStarting(long nowNanos) {
        return !isAnnounced && nowNanos - firstArrivalNanos < STARTING_NANOS;
    }

    /**
     * Whether the publisher sends it: something came within the time, or nothing came from its siblings either since it
     * last did; or it is paused; or, from another node, what that says.
     */
    boolean isActive(long nowNanos) {
        if (isAnnounced) {
            return isAlive;
        }
        return isPaused
                || (hasArrived
                        && (nowNanos - lastArrivalNanos <= TrackReceiver.SILENCE_NANOS
                                || framesOfOthers < TrackReceiver.SILENCE_FRAMES));
    }
}
