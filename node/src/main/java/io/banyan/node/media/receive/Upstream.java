package io.banyan.node.media.receive;

/** Where a track comes from, as far as it can be asked for something: its publisher, or a link towards it. */
public interface Upstream {
    /** Somebody here cannot go on without a key frame of the encoding; throttled and merged already. */
    void askForKeyframe(EncodingReceiver encoding, long nowNanos);
}
