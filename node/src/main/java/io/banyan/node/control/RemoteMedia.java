package io.banyan.node.control;

import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.tree.ToldTrees;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.MediaPlane;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.wire.v1.TrackMedia;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of a room that are published at other nodes, as this node's loop is told of them: which there are, and from
 * which node each is to be taken. The loop asks for one only while somebody wants it. Owned by one actor.
 */
final class RemoteMedia {
    private record Wanted(RemoteTrack track, TrackParents parents) {}

    private final RoomId room;
    private final NodeId self;
    private final MediaPlane media;
    private final ToldTrees trees;
    private final UnaryOperator<InetSocketAddress> reach;
    private final Map<NodeId, PartMedia> parts = new HashMap<>();
    private final Set<NodeId> unreachable = new HashSet<>();
    private final Map<TrackId, Wanted> told = new HashMap<>();
    private final Set<NodeId> origins = new HashSet<>();
    /** What the loop was told; null: it may have forgotten the room meanwhile, or not. */
    private @Nullable Set<RegionId> limit = Set.of();

    private boolean isOrigin;

    /**
     * @param trees that this node was told
     * @param reach where another node's address is reached from here
     */
    RemoteMedia(RoomId room, NodeId self, MediaPlane media, ToldTrees trees, UnaryOperator<InetSocketAddress> reach) {
        this.room = room;
        this.self = self;
        this.media = media;
        this.trees = trees;
        this.reach = reach;
    }

    /** A node says what media has to know of its part. */
    void onPart(NodeId node, PartMedia part) {
        parts.put(node, part);
    }

    void onGone(NodeId node) {
        parts.remove(node);
        unreachable.remove(node);
    }

    /** A node that is not heard of passes nothing on; its own tracks stay where they are. */
    void onReachable(NodeId node, boolean reachable) {
        if (reachable) {
            unreachable.remove(node);
        } else {
            unreachable.add(node);
        }
    }

    /**
     * Tells the loop to which regions the room's tracks may go.
     *
     * @param regions as the tokens of this node's people say; empty: every one
     */
    void limit(Set<RegionId> regions) {
        int loop = media.endpoint(room).loop();
        if (!regions.equals(limit) && media.submit(new MediaCommand.LimitRegions(loop, room, regions))) {
            limit = regions;
        }
    }

    /** The loop forgets the room with its last people, but not while it passes on what others take. */
    void forgetLimit() {
        limit = null;
    }

    /**
     * Tells the loop what has changed.
     *
     * @param visible everybody in the room
     */
    void update(Collection<Participant> visible) {
        Map<TrackId, Wanted> now = new HashMap<>();
        origins.clear();
        isOrigin = false;
        for (Participant participant : visible) {
            NodeId origin = NodeId.parse(participant.getRegion() + "/" + participant.getNode());
            PartMedia part = parts.get(origin);
            if (participant.getTracksCount() > 0) {
                isOrigin |= origin.equals(self);
                origins.add(origin);
            }
            if (part != null && !origin.equals(self)) {
                wanted(participant, origin, part, now);
            }
        }
        origins.remove(self);
        int loop = media.endpoint(room).loop();
        for (TrackId track : List.copyOf(told.keySet())) {
            // What a full queue refuses is said again with the next update.
            if (!now.containsKey(track) && media.submit(new MediaCommand.RemoveRemoteTrack(loop, room, track))) {
                told.remove(track);
            }
        }
        now.forEach((track, wanted) -> {
            boolean isKnown = wanted.equals(told.get(track));
            if (!isKnown
                    && media.submit(new MediaCommand.PutRemoteTrack(loop, room, wanted.track(), wanted.parents()))) {
                told.put(track, wanted);
            }
        });
    }

    /** The track's number on every slot of the mesh; 0: it cannot come here. */
    int csrcOf(TrackId track) {
        Wanted wanted = told.get(track);
        return wanted == null ? 0 : wanted.track().spec().csrc();
    }

    private void wanted(Participant participant, NodeId origin, PartMedia part, Map<TrackId, Wanted> out) {
        Map<String, Track> shown = new HashMap<>();
        participant.getTracksList().forEach(track -> shown.put(track.getTrackId(), track));
        for (TrackMedia spec : part.tracks()) {
            Track track = shown.get(spec.getTrackId());
            if (track != null && spec.getRidsCount() <= RemoteTrack.MAX_ENCODINGS) {
                TrackId id = new TrackId(spec.getTrackId());
                RemoteTrack remote = remote(id, participant, track, spec, origin);
                ToldTrees.Choice choice = trees.choose(origin, node -> node.equals(origin) || isReached(node));
                endpoint(choice.parent())
                        .ifPresent(parent -> out.put(
                                id, new Wanted(remote, new TrackParents(parent, backup(choice), choice.why()))));
            }
        }
    }

    /** Whether the loop knows of any. */
    boolean isAny() {
        return !told.isEmpty();
    }

    private @Nullable MediaEndpoint backup(ToldTrees.Choice choice) {
        NodeId backup = choice.backup();
        return backup == null ? null : endpoint(backup).orElse(null);
    }

    private Optional<MediaEndpoint> endpoint(NodeId node) {
        PartMedia part = parts.get(node);
        return part == null
                ? Optional.empty()
                : part.endpoint().flatMap(EndpointWire::of).map(this::reached);
    }

    private boolean isReached(NodeId node) {
        PartMedia part = parts.get(node);
        return part != null && part.endpoint().isPresent() && !unreachable.contains(node);
    }

    /** The other nodes that this one gives its tracks to; none if it has none. */
    Set<NodeId> reached() {
        return isOrigin ? parts.keySet().stream().filter(this::isReached).collect(Collectors.toSet()) : Set.of();
    }

    /** The other nodes that have tracks. */
    Set<NodeId> origins() {
        return Set.copyOf(origins);
    }

    private MediaEndpoint reached(MediaEndpoint endpoint) {
        return new MediaEndpoint(
                endpoint.node(),
                endpoint.loop(),
                endpoint.addresses().stream().map(reach).toList());
    }

    private static RemoteTrack remote(
            TrackId id, Participant participant, Track track, TrackMedia spec, NodeId origin) {
        List<String> rids =
                spec.getRidsList().stream().filter(rid -> !rid.isEmpty()).toList();
        return new RemoteTrack(
                new TrackSpec(
                        id,
                        new ParticipantId(participant.getParticipantId()),
                        "",
                        track.getKind() == TrackKind.TRACK_KIND_AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO,
                        spec.getCsrc(),
                        spec.getWidth(),
                        spec.getHeight(),
                        spec.getKeyFramesBySignalling(),
                        OwnTrack.isOfScreen(track.getSource()),
                        track.getEncrypted()),
                rids,
                origin,
                spec.getEpoch());
    }
}
