package io.banyan.node.mesh.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How soon each node could hear the origin if no node had a limit (Dijkstra, over regions): the order to plan in. */
final class ShortestPaths {
    private final TreeSketch sketch;
    private final Ingresses ingresses;
    private final int[] micros;

    ShortestPaths(TreeSketch sketch, Ingresses ingresses) {
        this.sketch = sketch;
        this.ingresses = ingresses;
        micros = new int[sketch.size()];
        int[] byRegion = byRegion();
        for (int number = 0; number < micros.length; number++) {
            int region = sketch.regionOf(number);
            int ingress = ingresses.of(region);
            micros[number] = byRegion[region] + (number == ingress ? 0 : sketch.leg(ingress, number));
        }
    }

    /** From the origin, in microseconds, what passing on takes included. */
    int micros(int number) {
        return micros[number];
    }

    /** All nodes but the origin, nearest first; a region's ingress, then its successor, then the others. */
    int[] order() {
        return IntStream.range(0, micros.length)
                .filter(number -> number != sketch.origin())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(number -> micros[number])
                        .thenComparingInt(
                                number -> ingresses.isIngress(number) ? 0 : ingresses.isSuccessor(number) ? 1 : 2)
                        .thenComparingInt(number -> number))
                .mapToInt(number -> number)
                .toArray();
    }

    private int[] byRegion() {
        int[] distance = new int[sketch.regions()];
        boolean[] isDone = new boolean[distance.length];
        Arrays.fill(distance, Integer.MAX_VALUE / 2);
        distance[sketch.regionOf(sketch.origin())] = 0;
        for (int round = 0; round < distance.length; round++) {
            int next = -1;
            for (int region = 0; region < distance.length; region++) {
                if (!isDone[region] && (next < 0 || distance[region] < distance[next])) {
                    next = region;
                }
            }
            isDone[next] = true;
            for (int region = 0; region < distance.length; region++) {
                int via = distance[next] + sketch.leg(ingresses.of(next), ingresses.of(region));
                distance[region] = region == next ? distance[region] : Math.min(distance[region], via);
            }
        }
        return distance;
    }
}
