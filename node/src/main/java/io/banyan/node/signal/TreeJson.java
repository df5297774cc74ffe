package io.banyan.node.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.banyan.node.control.TreeView;
import io.banyan.node.plane.PathHop;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.ParentReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link TreeView} as it is written to JSON: docs/tree.md says what the members mean. */
record TreeJson(
        @JsonProperty("room") String room,
        @JsonProperty("node") String node,
        @JsonProperty("tracks") List<TrackJson> tracks) {
    record TrackJson(
            @JsonProperty("track") String track,
            @JsonProperty("participant") String participant,
            @JsonProperty("source") String source,
            @JsonProperty("origin") String origin,
            @JsonProperty("path") List<HopJson> path,
            @JsonProperty("places") List<PlaceJson> places) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HopJson(
            @JsonProperty("from") String from,
            @JsonProperty("to") String to,
            @JsonProperty("rttMillis") @Nullable Double rttMillis,
            @JsonProperty("loss") double loss,
            @JsonProperty("repaired") long repaired,
            @JsonProperty("ageSeconds") int ageSeconds,
            @JsonProperty("why") String why) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlaceJson(
            @JsonProperty("node") String node,
            @JsonProperty("parent") String parent,
            @JsonProperty("backup") @Nullable String backup,
            @JsonProperty("delayMillis") double delayMillis,
            @JsonProperty("why") String why) {}

    static TreeJson of(TreeView tree) {
        return new TreeJson(
                tree.room().name(),
                tree.node().toString(),
                tree.tracks().stream().map(TreeJson::track).toList());
    }

    private static TrackJson track(TreeView.TrackTree track) {
        List<PlaceJson> places = new ArrayList<>();
        track.places().forEach((node, place) -> places.add(place(node, place)));
        return new TrackJson(
                track.track().value(),
                track.participant(),
                track.source().replaceFirst("^TRACK_SOURCE_", "").toLowerCase(Locale.ROOT),
                track.origin().toString(),
                track.path().stream().map(TreeJson::hop).toList(),
                places);
    }

    private static HopJson hop(PathHop hop) {
        return new HopJson(
                hop.from().toString(),
                hop.to().toString(),
                hop.rttMicros() < 0 ? null : hop.rttMicros() / 1e3,
                hop.lossPermille() / 1e3,
                hop.repaired(),
                hop.ageSeconds(),
                why(hop.why()));
    }

    private static PlaceJson place(NodeId node, TreeView.Planned place) {
        NodeId backup = place.backup();
        return new PlaceJson(
                node.toString(),
                place.parent().toString(),
                backup == null ? null : backup.toString(),
                place.delayMicros() / 1e3,
                why(place.why()));
    }

    private static String why(ParentReason why) {
        return why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
