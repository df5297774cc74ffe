package io.banyan.node.media.transport;

/**
 * What transports may use up before anybody has shown who he is.
 *
 * @param addresses that one transport's checks may have come from at a time
 * @param stunPerSecondOfPrefix STUN messages from unknown addresses of one /24 (IPv6: /56) that are looked at
 * @param stunPerSecond STUN messages from all unknown addresses that are looked at
 */
public record TransportLimits(int addresses, int stunPerSecondOfPrefix, int stunPerSecond) {
    /**
     * A client has a handful of addresses. An office behind one prefix that joins all at once sends some hundred first
     * checks a second. Each that is looked at costs a MAC, a few microseconds: what is allowed in all is a few percent of
     * a core.
     */
    public static final TransportLimits DEFAULT = new TransportLimits(16, 1_000, 20_000);

    public TransportLimits {
        if (addresses < 1 || stunPerSecondOfPrefix < 1 || stunPerSecond < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
