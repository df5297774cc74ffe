package io.banyan.node.media.receive;

/** Says when, on the node's clock, the media in a packet was captured. */
public interface CaptureClock {
    /** Nothing that could be believed is known. */
    long UNKNOWN = Long.MIN_VALUE;

    /** A clock that knows nothing. */
    CaptureClock NONE = (from, slot, nowNanos) -> UNKNOWN;

    /**
     * Called once for every packet with payload, before its track's sinks.
     *
     * @return nanoseconds on the clock of {@code nowNanos}, or {@link #UNKNOWN}
     */
    long onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos);
}
