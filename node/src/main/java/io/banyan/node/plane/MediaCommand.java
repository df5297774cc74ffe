package io.banyan.node.plane;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.List;

/**
 * What control may ask of a media loop. Executed on the loop's thread, in submission order per sender. A command that
 * names something the loop does not have (it ended a moment ago) does nothing.
 */
public sealed interface MediaCommand {
    /** The transport it is about; its loop executes the command. */
    TransportId transport();

    /**
     * Makes a transport that waits for its client's first authenticated check.
     *
     * @param local this node's credentials; the ufrag names this node and loop ({@code OwnerUfrag})
     * @param remote the client's, from its offer
     * @param remoteFingerprints from the offer; the client's certificate must match one of them
     * @param events hears of everything that happens to this transport and what it carries
     */
    record OpenTransport(
            TransportId transport,
            RoomId room,
            ParticipantId participant,
            IceCredentials local,
            IceCredentials remote,
            List<Fingerprint> remoteFingerprints,
            MediaEventSink events)
            implements MediaCommand {}

    /** New credentials after an ICE restart (RFC 8445 §9); the old ones hold until the first check with the new. */
    record RestartIce(TransportId transport, IceCredentials local, IceCredentials remote) implements MediaCommand {}

    /**
     * The m-lines of the newest offer and answer, all of them. A line that is gone or changed its role ends what ran on
     * it; others go on untouched.
     */
    record SetMedia(TransportId transport, List<NegotiatedMedia> media) implements MediaCommand {}

    /** Ends the transport and everything on it. */
    record CloseTransport(TransportId transport) implements MediaCommand {}

    /** Receives a track on a publishing m-line of the transport. */
    record AddTrack(TransportId transport, TrackSpec track) implements MediaCommand {}

    /** Ends a track and every forwarder of it. */
    record RemoveTrack(TransportId transport, TrackId track) implements MediaCommand {}

    /**
     * Sends a track on a slot. What the slot carried before is replaced in the same moment.
     *
     * @param transport the subscriber's
     * @param mid the slot's
     */
    record AddForwarder(TransportId transport, SubscriptionId subscription, String mid, TrackId track, SlotWish wish)
            implements MediaCommand {}

    /** What the subscriber wants of it changed. */
    record SetWish(TransportId transport, SubscriptionId subscription, SlotWish wish) implements MediaCommand {}

    /** Frees the slot, if it still carries this subscription. */
    record RemoveForwarder(TransportId transport, SubscriptionId subscription) implements MediaCommand {}
}
