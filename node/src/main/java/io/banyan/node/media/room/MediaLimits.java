package io.banyan.node.media.room;

/**
 * How much one loop and one client may hold.
 *
 * @param transports of one loop
 * @param tracksPerTransport published on one transport
 * @param slotsPerTransport receive m-lines of one transport
 */
public record MediaLimits(int transports, int tracksPerTransport, int slotsPerTransport) {
    /** A client publishes camera, microphone and a screen with its sound, and shows at most some dozens. */
    public static final MediaLimits DEFAULT = new MediaLimits(4_096, 16, 256);

    public MediaLimits {
        if (transports < 1 || tracksPerTransport < 1 || slotsPerTransport < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
