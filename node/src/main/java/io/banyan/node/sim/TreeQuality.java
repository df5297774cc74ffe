package io.banyan.node.sim;

import io.banyan.node.mesh.tree.Place;
import io.banyan.node.mesh.tree.PlanRequest;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.node.mesh.tree.TreeNode;
import io.banyan.node.mesh.tree.TreePlan;
import io.banyan.protocol.id.NodeId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tree beside what would be best if no node had a limit: the shortest ways over the same links.
 *
 * @param worst the latest node's delay over the latest of the shortest ways
 * @param mean the mean delay over the mean of the shortest ways
 * @param stretch95 95th percentile, over nodes whose shortest way takes more than 20 ms, of delay over shortest
 * @param crossings packets from region to region, over those if each region took straight from the origin
 */
public record TreeQuality(double worst, double mean, double stretch95, double crossings, int unplaced) {
    private static final int HOP_MICROS = 500;
    private static final int FAR_MICROS = 20_000;

    /** Of every node whose shortest way takes more than 20 ms: its delay over that. */
    static double[] stretches(PlanRequest request, TreePlan plan) {
        List<NodeId> nodes = request.nodes().stream()
                .map(TreeNode::node)
                .filter(node -> !node.equals(request.origin()))
                .toList();
        int[] shortest = shortest(request.origin(), nodes, request.delays());
        double[] stretch = new double[nodes.size()];
        int far = 0;
        for (int i = 0; i < nodes.size(); i++) {
            Place place = plan.places().get(nodes.get(i));
            if (place != null && shortest[i] > FAR_MICROS) {
                stretch[far++] = (double) place.delayMicros() / shortest[i];
            }
        }
        return Arrays.copyOf(stretch, far);
    }

    /** Measures a plan. */
    public static TreeQuality of(PlanRequest request, TreePlan plan) {
        List<NodeId> nodes = request.nodes().stream()
                .map(TreeNode::node)
                .filter(node -> !node.equals(request.origin()))
                .toList();
        int[] shortest = shortest(request.origin(), nodes, request.delays());
        long sum = 0;
        long shortestSum = 0;
        int worst = 0;
        int shortestWorst = 0;
        int unplaced = 0;
        int crossings = 0;
        Set<String> away = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            Place place = plan.places().get(nodes.get(i));
            if (place == null) {
                unplaced++;
                continue;
            }
            sum += place.delayMicros();
            shortestSum += shortest[i];
            worst = Math.max(worst, place.delayMicros());
            shortestWorst = Math.max(shortestWorst, shortest[i]);
            if (!nodes.get(i).region().equals(place.parent().region())) {
                crossings++;
            }
            if (!nodes.get(i).region().equals(request.origin().region())) {
                away.add(nodes.get(i).region().value());
            }
        }
        double[] stretch = stretches(request, plan);
        Arrays.sort(stretch);
        return new TreeQuality(
                (double) worst / Math.max(1, shortestWorst),
                (double) sum / Math.max(1, shortestSum),
                stretch.length == 0 ? 1 : stretch[(int) (0.95 * (stretch.length - 1))],
                (double) crossings / Math.max(1, away.size()),
                unplaced);
    }

    /** Dijkstra; passing on takes as long as the planner says. */
    private static int[] shortest(NodeId origin, List<NodeId> nodes, RegionDelays delays) {
        int[] distance = new int[nodes.size()];
        boolean[] isDone = new boolean[distance.length];
        for (int i = 0; i < distance.length; i++) {
            distance[i] =
                    HOP_MICROS + delays.micros(origin.region(), nodes.get(i).region());
        }
        for (int round = 0; round < distance.length; round++) {
            int next = -1;
            for (int i = 0; i < distance.length; i++) {
                if (!isDone[i] && (next < 0 || distance[i] < distance[next])) {
                    next = i;
                }
            }
            isDone[next] = true;
            for (int i = 0; i < distance.length; i++) {
                int leg = HOP_MICROS
                        + delays.micros(nodes.get(next).region(), nodes.get(i).region());
                distance[i] = isDone[i] ? distance[i] : Math.min(distance[i], distance[next] + leg);
            }
        }
        return distance;
    }
}
