package io.banyan.node.sim;

import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.protocol.id.RegionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long packets take between cities: light in glass along the great circle, times what the route of that pair is longer,
 * which differs from pair to pair, so that a third city is sometimes the faster way. Frankfurt to Ashburn is 1.4 times,
 * Frankfurt to Singapore 1.6 times the great circle in the world's large backbones.
 */
public final class CityDelays {
    private static final double KILOMETRES_PER_MICRO = 0.2;

    /** Routers and the last mile on both sides. */
    private static final int ENDS_MICROS = 500;

    private static final double LEAST_DETOUR = 1.2;
    private static final double MEAN_MORE_DETOUR = 0.3;

    private final List<RegionId> regions = new ArrayList<>();
    private final Map<RegionId, Integer> index = new HashMap<>();
    private final int[][] micros;

    public CityDelays(List<WorldCity> cities, SplittableRandom random) {
        micros = new int[cities.size()][cities.size()];
        for (int one = 0; one < micros.length; one++) {
            RegionId region = new RegionId("c" + one);
            regions.add(region);
            index.put(region, one);
            for (int other = 0; other < one; other++) {
                double detour = LEAST_DETOUR - MEAN_MORE_DETOUR * Math.log(1 - random.nextDouble());
                double glass = cities.get(one).kilometresTo(cities.get(other)) / KILOMETRES_PER_MICRO;
                int oneWay = ENDS_MICROS + (int) (glass * Math.min(detour, 3));
                micros[one][other] = oneWay;
                micros[other][one] = oneWay;
            }
        }
    }

    /** One for each city, in their order. */
    public List<RegionId> regions() {
        return regions;
    }

    /** One way, in microseconds. */
    public int micros(RegionId from, RegionId to) {
        Integer one = index.get(from);
        Integer other = index.get(to);
        return one == null || other == null ? -1 : micros[one][other];
    }

    public RegionDelays table() {
        return RegionDelays.of(regions, this::micros);
    }
}
