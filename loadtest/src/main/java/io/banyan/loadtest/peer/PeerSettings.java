package io.banyan.loadtest.peer;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.srtp.SrtpProfile;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who joins where, what it publishes and how many slots it offers.
 *
 * @param signalling such as {@code ws://host:port/v1/signal}
 * @param token a JWT for the room
 * @param publishesAudio 50 packets a second of opus size
 * @param video null: none
 * @param slotPairs audio and video slots, as many of each
 * @param statedFingerprint in the offer; null: that of the certificate that is shown, as it should be
 * @param profiles that the DTLS handshake offers, most wanted first
 * @param reportsArrivals transport-wide; who does not is sent everything at once, and as much as it asks for
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
        @Nullable Fingerprint statedFingerprint,
        List<SrtpProfile> profiles,
        boolean reportsArrivals,
        long seed) {
    public PeerSettings {
        profiles = List.copyOf(profiles);
    }

    /** Publishes nothing and offers three pairs. */
    public static PeerSettings listener(URI signalling, String token, String room, String name) {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                false,
                null,
                3,
                null,
                List.of(SrtpProfile.values()),
                true,
                name.hashCode());
    }

    public PeerSettings publishing(boolean audio, @Nullable VideoSettings newVideo) {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                audio,
                newVideo,
                slotPairs,
                statedFingerprint,
                profiles,
                reportsArrivals,
                seed);
    }

    public PeerSettings withSlotPairs(int pairs) {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                publishesAudio,
                video,
                pairs,
                statedFingerprint,
                profiles,
                reportsArrivals,
                seed);
    }

    public PeerSettings withSeed(long newSeed) {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                publishesAudio,
                video,
                slotPairs,
                statedFingerprint,
                profiles,
                reportsArrivals,
                newSeed);
    }

    /** Somebody else's: a node must not take this peer for the one of the offer. */
    public PeerSettings stating(Fingerprint fingerprint) {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                publishesAudio,
                video,
                slotPairs,
                fingerprint,
                profiles,
                reportsArrivals,
                seed);
    }

    /** With which profiles of SRTP it can do. */
    public PeerSettings withProfiles(List<SrtpProfile> wanted) {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                publishesAudio,
                video,
                slotPairs,
                statedFingerprint,
                wanted,
                reportsArrivals,
                seed);
    }

    /** Without transport-wide feedback a node knows nothing of the way to this peer, and limits nothing. */
    public PeerSettings withoutReports() {
        return new PeerSettings(
                signalling,
                token,
                room,
                name,
                publishesAudio,
                video,
                slotPairs,
                statedFingerprint,
                profiles,
                false,
                seed);
    }
}
