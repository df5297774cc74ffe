package io.banyan.node.sim;

import io.banyan.node.mesh.tree.Place;
import io.banyan.node.mesh.tree.PlanRequest;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.node.mesh.tree.TreePlan;
import io.banyan.protocol.id.RegionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much way one packet makes over the backbone until every region has it: the sum of all ways between regions that it
 * takes, in milliseconds.
 *
 * @param tree as planned
 * @param star if each region fetched it from the origin
 * @param least of any tree at all (the minimum spanning tree), which says nothing of how late it comes
 */
public record TreeWaysTotal(double tree, double star, double least) {
    static TreeWaysTotal of(PlanRequest request, TreePlan plan) {
        RegionDelays delays = request.delays();
        RegionId origin = request.origin().region();
        List<RegionId> regions = new ArrayList<>(List.of(origin));
        long tree = 0;
        long star = 0;
        for (var node : request.nodes()) {
            RegionId region = node.node().region();
            Place place = plan.places().get(node.node());
            if (place != null && !place.parent().region().equals(region)) {
                tree += delays.micros(place.parent().region(), region);
            }
            if (!regions.contains(region)) {
                regions.add(region);
                star += delays.micros(origin, region);
            }
        }
        return new TreeWaysTotal(tree / 1e3, star / 1e3, least(regions, delays) / 1e3);
    }

    /** Prim. */
    private static long least(List<RegionId> regions, RegionDelays delays) {
        long[] nearest = new long[regions.size()];
        Arrays.fill(nearest, Long.MAX_VALUE);
        nearest[0] = 0;
        boolean[] isIn = new boolean[nearest.length];
        long sum = 0;
        for (int round = 0; round < nearest.length; round++) {
            int next = -1;
            for (int i = 0; i < nearest.length; i++) {
                if (!isIn[i] && (next < 0 || nearest[i] < nearest[next])) {
                    next = i;
                }
            }
            isIn[next] = true;
            sum += nearest[next];
            for (int i = 0; i < nearest.length; i++) {
                if (!isIn[i]) {
                    nearest[i] = Math.min(nearest[i], delays.micros(regions.get(next), regions.get(i)));
                }
            }
        }
        return sum;
    }
}
