package io.banyan.node.control;

import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.PartVersion;
import io.banyan.protocol.wire.v1.PartChanged;
import io.banyan.protocol.wire.v1.RegionList;
import java.util.List;
import java.util.Optional;

/** Rosters' values as {@code banyan.wire.v1} has them. Reading throws IllegalArgumentException if an id is none. */
final class WireParts {
    private WireParts() {}

    static io.banyan.protocol.wire.v1.PartUpdate toProto(PartUpdate update) {
        return io.banyan.protocol.wire.v1.PartUpdate.newBuilder()
                .setNode(update.node().toString())
                .setIncarnation(update.incarnation())
                .setFrom(update.from())
                .setTo(update.to())
                .addAllUpserted(update.upserted())
                .addAllGone(update.gone())
                .build();
    }

    static PartUpdate of(io.banyan.protocol.wire.v1.PartUpdate proto) {
        return new PartUpdate(
                NodeId.parse(proto.getNode()),
                proto.getIncarnation(),
                proto.getFrom(),
                proto.getTo(),
                proto.getUpsertedList(),
                proto.getGoneList());
    }

    static PartMedia mediaOf(PartChanged proto) {
        return new PartMedia(
                proto.hasEndpoint() ? Optional.of(proto.getEndpoint()) : Optional.empty(), proto.getTracksList());
    }

    static PartChanged toProto(FromRoom.PartChanged changed) {
        PartChanged.Builder proto = PartChanged.newBuilder()
                .setUpdate(toProto(changed.update()))
                .addAllTracks(changed.media().tracks());
        changed.media().endpoint().ifPresent(proto::setEndpoint);
        return proto.build();
    }

    static io.banyan.protocol.wire.v1.SessionClaim toProto(SessionClaim claim) {
        return io.banyan.protocol.wire.v1.SessionClaim.newBuilder()
                .setSessionId(claim.session().value())
                .setStartedAtMillis(claim.startedAtMillis())
                .build();
    }

    static SessionClaim of(io.banyan.protocol.wire.v1.SessionClaim proto) {
        return new SessionClaim(new SessionId(proto.getSessionId()), proto.getStartedAtMillis());
    }

    static AllowedRegions allowed(List<RegionList> lists) {
        return AllowedRegions.ofProto(lists)
                .orElseThrow(() -> new IllegalArgumentException("not lists of regions that a room may be in"));
    }

    static List<PartVersion> toProto(List<PartStamp> stamps) {
        return stamps.stream().map(PartStamp::toProto).toList();
    }

    static List<PartStamp> of(List<PartVersion> versions) {
        return versions.stream()
                .map(version ->
                        new PartStamp(NodeId.parse(version.getNode()), version.getIncarnation(), version.getCounter()))
                .toList();
    }
}
