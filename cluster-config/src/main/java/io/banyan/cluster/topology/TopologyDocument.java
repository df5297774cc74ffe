package io.banyan.cluster.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.banyan.protocol.id.RegionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the topology document (JSON): {@code {"version", "regions": [{"name", "latitude", "longitude", "control",
 * "cost_per_gb"}], "via": [{"to", "use"}]}}. Strict: a field that is not known is a misspelt one. Any thread.
 */
public final class TopologyDocument {
    /** Far above the largest mesh, far below what would hurt. */
    static final int MAX_CHARS = 4 << 20;

    private static final int MAX_REGIONS = 1_000;
    private static final int MAX_CONTROL = 64;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TopologyDocument() {}

    /**
     * @throws TopologyException saying in one line what is wrong, where, and what to do
     */
    public static Topology parse(String text) throws TopologyException {
        if (text.length() > MAX_CHARS) {
            throw new TopologyException("the document has more than " + MAX_CHARS + " characters: make it smaller");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new TopologyException("it is no JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()) + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        Fields fields = Fields.of("the document", root, Set.of("version", "regions", "via"));
        long version = fields.wholeNumber("version");
        List<Region> regions = regions(fields.list("regions"));
        Map<HostPort, HostPort> via = root.has("via") ? via(fields.list("via")) : Map.of();
        return Topology.of(version, regions, via);
    }

    private static List<Region> regions(List<JsonNode> nodes) throws TopologyException {
        if (nodes.isEmpty() || nodes.size() > MAX_REGIONS) {
            throw new TopologyException("regions has " + nodes.size() + " entries: write 1 to " + MAX_REGIONS);
        }
        List<Region> regions = new ArrayList<>();
        Set<RegionId> seen = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            Region region = region("regions[" + i + "]", nodes.get(i));
            if (!seen.add(region.name())) {
                throw new TopologyException("regions[" + i + "]: " + region.name() + " is there twice: remove one");
            }
            regions.add(region);
        }
        return regions;
    }

    private static Region region(String where, JsonNode node) throws TopologyException {
        Fields fields = Fields.of(where, node, Set.of("name", "latitude", "longitude", "control", "cost_per_gb"));
        RegionId name;
        try {
            name = new RegionId(fields.text("name"));
        } catch (IllegalArgumentException e) {
            throw new TopologyException(where + ".name: " + e.getMessage());
        }
        List<JsonNode> control = fields.list("control");
        if (control.isEmpty() || control.size() > MAX_CONTROL) {
            throw new TopologyException(
                    where + ".control has " + control.size() + " entries: write 1 to " + MAX_CONTROL);
        }
        List<HostPort> addresses = new ArrayList<>();
        for (int i = 0; i < control.size(); i++) {
            addresses.add(Fields.address(where + ".control[" + i + "]", control.get(i)));
        }
        return new Region(
                name,
                fields.number("latitude", -90, 90),
                fields.number("longitude", -180, 180),
                addresses,
                node.has("cost_per_gb") ? fields.number("cost_per_gb", 0, 1e9) : 0);
    }

    private static Map<HostPort, HostPort> via(List<JsonNode> nodes) throws TopologyException {
        Map<HostPort, HostPort> via = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            String where = "via[" + i + "]";
            Fields fields = Fields.of(where, nodes.get(i), Set.of("to", "use"));
            HostPort to = Fields.address(where + ".to", fields.required("to"));
            if (via.put(to, Fields.address(where + ".use", fields.required("use"))) != null) {
                throw new TopologyException(where + ": " + to + " is there twice: remove one");
            }
        }
        return via;
    }
}
