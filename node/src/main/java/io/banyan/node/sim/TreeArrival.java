package io.banyan.node.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Nodes of many cities enter a room within a second, because people join there: how soon the trees of those who speak reach
 * all of them. A node is known elsewhere three ways after it enters: it asks the directory, is answered, and says its part.
 *
 * @param completeMillis after the last one entered, in virtual time, until every node takes from where it is planned, and
 *     what it takes comes from the origin; -1: not within a minute
 * @param framesPerNode that told of trees, for each node that entered and each origin
 */
public record TreeArrival(double completeMillis, double framesPerNode) {
    private static final long ENTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * @param regions cities, of one node each
     * @param origins nodes that have a speaker
     * @param lossPermille of what is said of trees: streams lose nothing but what is on its way when they break
     */
    public static TreeArrival run(long seed, int regions, int origins, int lossPermille) {
        SplittableRandom random = new SplittableRandom(seed);
        List<WorldCity> cities = new ArrayList<>(WorldCity.all());
        for (int i = cities.size() - 1; i > 0; i--) {
            cities.set(i, cities.set(random.nextInt(i + 1), cities.get(i)));
        }
        cities = cities.subList(0, Math.min(regions, cities.size()));
        TreeSimulation sim = TreeSimulation.ofCities(cities, origins, lossPermille, random.split());
        List<TreeSimNode> nodes = sim.nodes();
        long[] enters = random.longs(nodes.size(), 0, ENTER_NANOS).sorted().toArray();
        // Who speaks has been there for a while.
        Arrays.fill(enters, 0, Math.min(origins, enters.length), 0);
        int entered = 0;
        while (sim.now() < ENTER_NANOS + PATIENCE_NANOS) {
            while (entered < enters.length && enters[entered] <= sim.now()) {
                sim.enter(nodes.get(entered++));
            }
            sim.pass();
            if (entered == enters.length && sim.isComplete()) {
                double millis = (sim.now() - enters[entered - 1]) / 1e6;
                return new TreeArrival(millis, (double) sim.said() / entered / origins);
            }
        }
        return new TreeArrival(-1, (double) sim.said() / entered / origins);
    }
}
