package io.banyan.node.control;

import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSession;
import io.banyan.protocol.signal.v1.PublishedTrack;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.wire.v1.TrackMedia;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The publishing side of one participant: its tracks, each with an actor of its own. Owned by its actor. */
final class Publishing {
    private final ActorContext<ParticipantMessage> context;
    private final ControlContext control;
    private final ParticipantSeat seat;
    private final TransportId transport;
    private final Consumer<CallFact> facts;
    private final PublishedTracks tracks;
    private final Role role;
    private final Map<TrackId, ActorRef<TrackActor.Command>> actors = new HashMap<>();

    Publishing(ActorContext<ParticipantMessage> context, ControlContext control, ParticipantState state) {
        this.context = context;
        this.control = control;
        this.seat = state.seat();
        this.transport = state.transport();
        this.tracks = state.tracks();
        this.role = state.role();
        this.facts = state.facts()::emit;
    }

    /** Starts actors for the tracks that were published before this life of the control plane. */
    void revive() {
        tracks.all().forEach(this::start);
    }

    PublishedTracks.Plan plan(List<TrackOffer> offers, NegotiatedSession session) {
        return tracks.plan(offers, session, role.publish(), control.csrcs());
    }

    /**
     * Ends what is not granted any more.
     *
     * @return false: the media loop took only a part of that
     */
    boolean endWhatIsNotGranted() {
        PublishedTracks.Change change = tracks.retain(role.publish());
        for (MediaCommand command : before(change)) {
            if (!control.media().submit(command)) {
                return false;
            }
        }
        apply(change);
        return true;
    }

    /** What the media loop must do before the new m-lines take effect. */
    List<MediaCommand> before(PublishedTracks.Change change) {
        List<MediaCommand> commands = new ArrayList<>();
        change.removed().forEach(track -> commands.add(new MediaCommand.RemoveTrack(transport, track.id())));
        return commands;
    }

    /** What the media loop must do once the new m-lines have taken effect. */
    List<MediaCommand> after(PublishedTracks.Change change) {
        List<MediaCommand> commands = new ArrayList<>();
        for (OwnTrack track : change.added()) {
            TrackSpec spec = new TrackSpec(
                    track.id(),
                    seat.id(),
                    track.offer().getMid(),
                    track.kind(),
                    track.csrc(),
                    track.offer().getWidth(),
                    track.offer().getHeight(),
                    seat.join().getClient().getCanMakeKeyFrames(),
                    OwnTrack.isOfScreen(track.offer().getSource()),
                    track.offer().getEncrypted());
            commands.add(new MediaCommand.AddTrack(transport, spec));
        }
        return commands;
    }

    /** The change has taken effect. */
    void apply(PublishedTracks.Change change) {
        tracks.apply(change);
        for (OwnTrack track : change.removed()) {
            ActorRef<TrackActor.Command> actor = actors.remove(track.id());
            if (actor != null) {
                context.stop(actor);
            }
            control.csrcs().release(track.csrc());
            facts.accept(new CallFact.TrackUnpublished(track.id()));
        }
        for (OwnTrack track : change.added()) {
            start(track);
            facts.accept(new CallFact.TrackPublished(
                    track.id(),
                    track.kind().name().toLowerCase(Locale.ROOT),
                    track.offer().getSource().name()));
        }
        for (OwnTrack track : tracks.all()) {
            tell(track.id(), new TrackActor.Mute(track.offer().getMuted()));
        }
    }

    /** The change did not take effect. */
    void discard(PublishedTracks.Change change) {
        change.added().forEach(track -> control.csrcs().release(track.csrc()));
    }

    /**
     * Mutes or unmutes.
     *
     * @return whether that changed anything; empty if there is no such track
     */
    Optional<Boolean> mute(String trackId, boolean muted) {
        return tracks.byId(trackId).map(track -> {
            boolean changed = tracks.mute(track, muted);
            if (changed) {
                tell(track.id(), new TrackActor.Mute(muted));
                facts.accept(new CallFact.TrackMuted(track.id(), muted));
            }
            return changed;
        });
    }

    void onEncodingArrived(TrackId track, String rid, CodecId codec) {
        tell(track, new TrackActor.EncodingArrived(rid, codec));
    }

    boolean onSeen(TrackId track, List<TrackCodec> codecs) {
        return tracks.setCodecs(track, codecs);
    }

    boolean has(TrackId track) {
        return actors.containsKey(track);
    }

    List<PublishedTrack> published() {
        return tracks.toProto();
    }

    /** As the roster shows them. */
    List<Track> roster() {
        return tracks.all().stream().map(OwnTrack::toProto).toList();
    }

    /** As the nodes that forward them have to know them. */
    List<TrackMedia> media(NegotiatedSession session) {
        List<TrackMedia> media = new ArrayList<>();
        for (OwnTrack track : tracks.all()) {
            NegotiatedMedia line = session.byMid(track.offer().getMid());
            List<String> rids = line == null || line.rids().isEmpty() ? List.of("") : line.rids();
            media.add(track.toMedia(rids, seat.join().getClient().getCanMakeKeyFrames()));
        }
        return media;
    }

    /** As the participants of this node find them. */
    List<TrackDirectory.Entry> directory() {
        return tracks.all().stream()
                .map(track -> new TrackDirectory.Entry(
                        track.id(),
                        seat.id(),
                        OwnTrack.protoOf(track.kind()),
                        track.offer().getSource(),
                        track.offer().getHeight(),
                        track.csrc(),
                        actors.get(track.id()),
                        false))
                .toList();
    }

    /** The participant ends; its actor's children end with it. */
    void close() {
        tracks.all().forEach(track -> control.csrcs().release(track.csrc()));
    }

    private void start(OwnTrack track) {
        actors.put(
                track.id(),
                context.spawn(
                        TrackActor.create(
                                track.id(), track.offer().getMuted(), SeenCodecs.of(track.codecs()), context.getSelf()),
                        track.id().value()));
    }

    private void tell(TrackId track, TrackActor.Command command) {
        ActorRef<TrackActor.Command> actor = actors.get(track);
        if (actor != null) {
            actor.tell(command);
        }
    }
}
