package io.banyan.loadtest.mesh;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which mesh to start.
 *
 * @param regions by name; each is a cluster of its own
 * @param nodesPerRegion from 1 on
 * @param loops media loops of each node
 * @param bind address of HTTP and media
 * @param isHttps with a certificate made for the run
 * @param httpPort of the first node, the others' follow; 0: any free ones
 * @param mediaPort of the first node's first loop, the others' follow; 0: any free ones
 * @param isWide the links between regions have the delays of real cities
 * @param nodeCommand starts a node
 * @param settings of every node besides the mesh's own, by their path in its configuration
 * @param folder gets what the nodes read and their logs; what was there is replaced
 */
public record MeshPlan(
        List<String> regions,
        int nodesPerRegion,
        int loops,
        String bind,
        boolean isHttps,
        int httpPort,
        int mediaPort,
        boolean isWide,
        List<String> nodeCommand,
        Map<String, String> settings,
        Path folder) {
    public MeshPlan {
        regions = List.copyOf(regions);
        nodeCommand = List.copyOf(nodeCommand);
        settings = Map.copyOf(settings);
        if (regions.isEmpty() || regions.stream().distinct().count() != regions.size()) {
            throw new IllegalArgumentException("a mesh has one region or more, each with a name of its own");
        }
        for (String region : regions) {
            if (!region.matches("[A-Za-z0-9_.-]{1,32}")) {
                throw new IllegalArgumentException("a region's name has 1 to 32 letters, digits, '_', '.' or '-'");
            }
        }
        if (nodesPerRegion < 1 || nodesPerRegion > 9 || loops < 1) {
            throw new IllegalArgumentException("a region has 1 to 9 nodes, a node one loop or more");
        }
    }

    /** For tests: on the loopback interface, at any free ports. */
    public static MeshPlan of(List<String> regions, int nodesPerRegion, List<String> nodeCommand, Path folder) {
        return new MeshPlan(regions, nodesPerRegion, 1, "127.0.0.1", false, 0, 0, false, nodeCommand, Map.of(), folder);
    }

    public MeshPlan wide(boolean nextWide) {
        return new MeshPlan(
                regions,
                nodesPerRegion,
                loops,
                bind,
                isHttps,
                httpPort,
                mediaPort,
                nextWide,
                nodeCommand,
                settings,
                folder);
    }

    /** On another address than the loopback interface's, where browsers that refuse that find the media. */
    public MeshPlan at(String address) {
        return new MeshPlan(
                regions,
                nodesPerRegion,
                loops,
                address,
                isHttps,
                httpPort,
                mediaPort,
                isWide,
                nodeCommand,
                settings,
                folder);
    }

    public MeshPlan withSettings(Map<String, String> next) {
        return new MeshPlan(
                regions, nodesPerRegion, loops, bind, isHttps, httpPort, mediaPort, isWide, nodeCommand, next, folder);
    }
}
