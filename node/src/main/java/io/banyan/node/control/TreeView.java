package io.banyan.node.control;

import io.banyan.node.mesh.tree.Place;
import io.banyan.node.plane.MediaPlane;
import io.banyan.node.plane.PathHop;
import io.banyan.node.plane.TrackPath;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Track;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which ways a room's tracks take, as one node knows it: what comes to it, link by link, and who is to take from whom. The
 * origin of a track knows its whole tree, another node its region's part of it.
 *
 * @param node that says so
 */
public record TreeView(RoomId room, NodeId node, List<TrackTree> tracks) {
    public TreeView {
        tracks = List.copyOf(tracks);
    }

    /**
     * @param participant who publishes it
     * @param origin the node that its publisher is connected to
     * @param path to this node, as its links measured themselves in the last second; empty: it is published here, or nobody
     *     here wants it
     * @param places who takes it from whom, as planned
     */
    public record TrackTree(
            TrackId track,
            String participant,
            String source,
            NodeId origin,
            List<PathHop> path,
            SortedMap<NodeId, Planned> places) {
        public TrackTree {
            path = List.copyOf(path);
        }
    }

    /**
     * From whom a node is to take.
     *
     * @param backup null: there is none
     * @param delayMicros from the origin, as the plan reckons
     */
    public record Planned(NodeId parent, @Nullable NodeId backup, int delayMicros, ParentReason why) {
        private static Planned of(Place place) {
            return new Planned(place.parent(), place.backup(), place.delayMicros(), place.why());
        }
    }

    static TreeView of(RoomId room, NodeId node, Collection<Participant> visible, RoomTrees trees, MediaPlane media) {
        List<TrackTree> tracks = new ArrayList<>();
        for (Participant participant : visible) {
            NodeId origin = NodeId.parse(participant.getRegion() + "/" + participant.getNode());
            for (Track track : participant.getTracksList()) {
                TrackId id = new TrackId(track.getTrackId());
                TrackPath path = media.path(room, id);
                SortedMap<NodeId, Planned> places =
                        new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
                trees.placesOf(origin).forEach((taker, place) -> places.put(taker, Planned.of(place)));
                tracks.add(new TrackTree(
                        id,
                        participant.getParticipantId(),
                        track.getSource().name(),
                        origin,
                        path == null ? List.of() : path.hops(),
                        places));
            }
        }
        return new TreeView(room, node, tracks);
    }
}
