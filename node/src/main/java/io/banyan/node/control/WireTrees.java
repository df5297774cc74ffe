package io.banyan.node.control;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.TreeForRegion;
import io.banyan.protocol.wire.v1.TreeKnown;
import io.banyan.protocol.wire.v1.TreesPlanned;
import io.banyan.protocol.wire.v1.TreesTold;

/** Trees on their way between a room's index and its parts, as messages and back. */
final class WireTrees {
    private WireTrees() {}

    static TreesPlanned toProto(RoomActor.TreesPlanned planned) {
        TreesPlanned.Builder proto =
                TreesPlanned.newBuilder().setNode(planned.node().toString());
        planned.trees()
                .forEach(each -> proto.addTrees(TreeForRegion.newBuilder()
                        .setRegion(each.region().value())
                        .setTree(each.tree())));
        planned.want().forEach(origin -> proto.addWant(origin.toString()));
        return proto.build();
    }

    static RoomActor.TreesPlanned of(TreesPlanned proto) {
        return new RoomActor.TreesPlanned(
                NodeId.parse(proto.getNode()),
                proto.getTreesList().stream()
                        .map(each -> new RoomActor.TreeForRegion(new RegionId(each.getRegion()), each.getTree()))
                        .toList(),
                proto.getWantList().stream().map(NodeId::parse).toList());
    }

    static TreesTold toProto(FromRoom.TreesTold told) {
        TreesTold.Builder proto = TreesTold.newBuilder().addAllTrees(told.trees());
        told.known()
                .forEach(known -> proto.addKnown(
                        TreeKnown.newBuilder().setRegion(known.region().value()).setStamp(known.stamp())));
        told.asking().forEach(region -> proto.addAsking(region.value()));
        return proto.build();
    }

    static FromRoom.TreesTold of(TreesTold proto) {
        return new FromRoom.TreesTold(
                proto.getTreesList(),
                proto.getKnownList().stream()
                        .map(known -> new FromRoom.TreeKnown(new RegionId(known.getRegion()), known.getStamp()))
                        .toList(),
                proto.getAskingList().stream().map(RegionId::new).toList());
    }
}
