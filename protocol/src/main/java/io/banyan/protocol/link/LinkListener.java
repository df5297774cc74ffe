package io.banyan.protocol.link;

/** What a link has to say to its loop, on the loop's thread, while a datagram or a tick is worked on. */
public interface LinkListener {
    /**
     * A media frame, in the order of arrival: repaired ones come late, repeated ones twice.
     *
     * @param frame valid during the call only
     */
    void onMedia(MediaFrame frame, long nowNanos);

    /** Anything else. What is reliable comes once, in the order in which it was sent. */
    void onControl(LinkFrame frame, long nowNanos);

    /**
     * The link has become too short for an encoding that we send: all of its packets are dropped from now on until
     * {@link #onResumed}. Lower the demand, tell the child by {@link TrackState}.
     *
     * @param alias as given to {@link LinkSession#sendMedia}
     */
    default void onPaused(int alias, long nowNanos) {}

    /** The link has room for this encoding again; it is best taken up at a key frame. */
    default void onResumed(int alias, long nowNanos) {}
}
