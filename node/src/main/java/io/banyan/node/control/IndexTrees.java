package io.banyan.node.control;

import io.banyan.node.mesh.tree.RegionTrees;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.RoomFrame;
import io.banyan.protocol.wire.v1.TreeNews;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Passes trees on from the nodes that plan them to those that obey them: within the region, and to and from other regions'
 * indexes. Owned by the room's index.
 */
final class IndexTrees {
    private final RoomId room;
    private final ControlContext control;
    private final ActorRef<RegionMesh.Command> mesh;
    private final RoomNodes nodes;
    private final RegionTrees trees;

    /**
     * @param nodes of this region, as they come and go
     */
    IndexTrees(RoomId room, ControlContext control, ActorRef<RegionMesh.Command> mesh, RoomNodes nodes) {
        this.room = room;
        this.control = control;
        this.mesh = mesh;
        this.nodes = nodes;
        trees = new RegionTrees(control.node().region(), control.mesh().refusals());
    }

    /** A node of this region came. */
    void onRegistered(ActorRef<RoomPartMessage> part) {
        if (!trees.all().isEmpty()) {
            part.tell(told(List.copyOf(trees.all())));
        }
    }

    /** A node of this region plans, or asks. */
    void onPlanned(RoomActor.TreesPlanned planned) {
        for (RoomActor.TreeForRegion each : planned.trees()) {
            if (each.region().equals(region())) {
                onTrees(region(), List.of(each.tree()));
            } else {
                say(each.region(), TreeNews.newBuilder().addTrees(each.tree()).build());
            }
        }
        Map<RegionId, TreeNews.Builder> asked = new LinkedHashMap<>();
        for (NodeId origin : planned.want()) {
            if (origin.region().equals(region())) {
                nodes.tell(origin, new FromRoom.TreesTold(List.of(), List.of(), List.of(region())));
            } else {
                asked.computeIfAbsent(origin.region(), key -> TreeNews.newBuilder())
                        .addWant(origin.toString());
            }
        }
        asked.forEach((region, news) -> say(region, news.build()));
    }

    /** Another region says something about trees. */
    void onNews(RegionId from, TreeNews news) {
        onTrees(from, news.getTreesList());
        if (!trees.isBounded(news)) {
            return;
        }
        for (TreeStamp stamp : news.getHaveList()) {
            NodeId origin = RegionTrees.nodeOf(stamp.getOrigin());
            if (origin != null) {
                nodes.tell(
                        origin,
                        new FromRoom.TreesTold(List.of(), List.of(new FromRoom.TreeKnown(from, stamp)), List.of()));
            }
        }
        for (String wanted : news.getWantList()) {
            NodeId origin = RegionTrees.nodeOf(wanted);
            if (origin != null) {
                nodes.tell(origin, new FromRoom.TreesTold(List.of(), List.of(), List.of(from)));
            }
        }
    }

    void forget(NodeId origin) {
        trees.forget(origin);
    }

    private void onTrees(RegionId from, List<OriginTree> said) {
        List<OriginTree> fresh = trees.onTrees(from, said, control.mesh().time().get());
        if (!fresh.isEmpty()) {
            nodes.tellAll(told(fresh));
        }
        List<TreeStamp> known = trees.known(said);
        if (known.isEmpty()) {
            return;
        }
        if (from.equals(region())) {
            List<FromRoom.TreeKnown> here = new ArrayList<>();
            known.forEach(stamp -> here.add(new FromRoom.TreeKnown(from, stamp)));
            nodes.tellAll(new FromRoom.TreesTold(List.of(), here, List.of()));
        } else {
            say(from, TreeNews.newBuilder().addAllHave(known).build());
        }
    }

    private static FromRoom.TreesTold told(List<OriginTree> trees) {
        return new FromRoom.TreesTold(trees, List.of(), List.of());
    }

    private void say(RegionId to, TreeNews news) {
        mesh.tell(new RegionMesh.Say(
                to,
                RoomFrame.newBuilder().setRoom(room.toString()).setTrees(news).build()));
    }

    private RegionId region() {
        return control.node().region();
    }
}
