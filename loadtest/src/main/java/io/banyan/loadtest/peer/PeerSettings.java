package io.banyan.loadtest.peer;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who joins where, what it publishes and how many slots it offers.
 *
 * @param signalling such as {@code ws://host:port/v1/signal}
 * @param token a JWT for the room
 * @param publishesAudio 50 packets a second of opus size
 * @param video null: none
 * @param slotPairs audio and video slots, as many of each
 * @param seed of SSRCs, first numbers and transaction ids
 */
public record PeerSettings(
        URI signalling,
        String token,
        String room,
        String name,
        boolean publishesAudio,
        @Nullable VideoSettings video,
        int slotPairs,
        long seed) {

    /** Publishes nothing and offers three pairs. */
    public static PeerSettings listener(URI signalling, String token, String room, String name) {
        return new PeerSettings(signalling, token, room, name, false, null, 3, name.hashCode());
    }

    public PeerSettings publishing(boolean audio, @Nullable VideoSettings newVideo) {
        return new PeerSettings(signalling, token, room, name, audio, newVideo, slotPairs, seed);
    }

    public PeerSettings withSlotPairs(int pairs) {
        return new PeerSettings(signalling, token, room, name, publishesAudio, video, pairs, seed);
    }

    public PeerSettings withSeed(long newSeed) {
        return new PeerSettings(signalling, token, room, name, publishesAudio, video, slotPairs, newSeed);
    }
}
