package io.banyan.node.plane;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What control may ask of a media loop. Executed on the loop's thread, in submission order per sender. A command that
 * names something the loop does not have (it ended a moment ago) does nothing.
 */
public sealed interface MediaCommand {
    /** Index of the loop that executes it. */
    int loop();

    /** What is about one client's transport. */
    sealed interface OfTransport extends MediaCommand {
        /** The transport it is about; its loop executes the command. */
        TransportId transport();

        @Override
        default int loop() {
            return transport().loop();
        }
    }

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
            implements OfTransport {}

    /** New credentials after an ICE restart (RFC 8445 §9); the old ones hold until the first check with the new. */
    record RestartIce(TransportId transport, IceCredentials local, IceCredentials remote) implements OfTransport {}

    /**
     * The m-lines of the newest offer and answer, all of them. A line that is gone or changed its role ends what ran on
     * it; others go on untouched.
     */
    record SetMedia(TransportId transport, List<NegotiatedMedia> media) implements OfTransport {}

    /** Ends the transport and everything on it. */
    record CloseTransport(TransportId transport) implements OfTransport {}

    /** Receives a track on a publishing m-line of the transport. */
    record AddTrack(TransportId transport, TrackSpec track) implements OfTransport {}

    /** Ends a track and every forwarder of it. */
    record RemoveTrack(TransportId transport, TrackId track) implements OfTransport {}

    /**
     * Sends a track on a slot. What the slot carried before is replaced in the same moment.
     *
     * @param transport the subscriber's
     * @param mid the slot's
     */
    record AddForwarder(TransportId transport, SubscriptionId subscription, String mid, TrackId track, SlotWish wish)
            implements OfTransport {}

    /** What the subscriber wants of it changed. */
    record SetWish(TransportId transport, SubscriptionId subscription, SlotWish wish) implements OfTransport {}

    /**
     * A slot shows who speaks from now on: one of sound one of the loudest, one of pictures the camera of somebody who
     * spoke lately. The loop chooses, and tells by {@link MediaEvent.SlotFollowed}.
     *
     * @param wish for whatever is on it; null: not any more, and the slot is free
     */
    record FollowSpeech(
            TransportId transport, String mid, @Nullable SlotWish wish) implements OfTransport {}

    /** Frees the slot, if it still carries this subscription. */
    record RemoveForwarder(TransportId transport, SubscriptionId subscription) implements OfTransport {}

    /**
     * Makes a track of a room known whose publisher is at another node (or on another loop of this one), or says anew
     * where it comes from: another parent, another epoch. The loop asks the parent for it only while somebody here, or
     * behind a link from here, wants it. What was forwarded goes on from the new parent with a key frame.
     *
     * @param loop of the room on this node, as {@link MediaPlane#endpoint} names it
     * @param parents where it comes from
     */
    record PutRemoteTrack(int loop, RoomId room, RemoteTrack track, TrackParents parents) implements MediaCommand {}

    /** Ends a remote track and every forwarder of it. */
    record RemoveRemoteTrack(int loop, RoomId room, TrackId track) implements MediaCommand {}

    /**
     * Says which regions' nodes may take a room's tracks from here, as its people's tokens say.
     *
     * @param loop of the room on this node
     * @param regions empty: every one
     */
    record LimitRegions(int loop, RoomId room, Set<RegionId> regions) implements MediaCommand {
        public LimitRegions {
            regions = Set.copyOf(regions);
        }
    }
}
