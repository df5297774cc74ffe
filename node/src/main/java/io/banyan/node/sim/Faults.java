package io.banyan.node.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What goes wrong: regions are cut off from some, from all, in one direction; nodes crash and come back. */
final class Faults {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private record Way(int from, int to) {}

    private final SimWorld world;
    private final SplittableRandom random;
    private final List<List<Way>> cuts = new ArrayList<>();
    private final List<Integer> crashed = new ArrayList<>();
    private int cutCount;
    private int crashCount;

    Faults(SimWorld world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    /** Plans all of it between two moments. */
    void plan(long fromNanos, long untilNanos, int cutsThere, int crashesThere) {
        for (int each = 0; each < cutsThere; each++) {
            world.events().at(random.nextLong(fromNanos, untilNanos), () -> cut(untilNanos));
        }
        for (int each = 0; each < crashesThere; each++) {
            world.events().at(random.nextLong(fromNanos, untilNanos), () -> crash(untilNanos));
        }
    }

    private void cut(long untilNanos) {
        int size = world.network().size();
        List<Way> ways = new ArrayList<>();
        int one = random.nextInt(size);
        switch (random.nextInt(4)) {
            case 0 -> {
                int other = random.nextInt(size);
                both(ways, one, other);
            }
            case 1 -> {
                int other = random.nextInt(size);
                add(ways, one, other);
            }
            case 2 -> {
                for (int other = 0; other < size; other++) {
                    both(ways, one, other);
                }
            }
            default -> {
                int width = 1 + random.nextInt(Math.max(1, size / 2));
                for (int inside = 0; inside < width; inside++) {
                    for (int outside = width; outside < size; outside++) {
                        both(ways, (one + inside) % size, (one + outside) % size);
                    }
                }
            }
        }
        cutCount++;
        cuts.add(ways);
        ways.forEach(way -> world.cut(way.from, way.to, 1));
        world.onWaysChanged();
        long heal = world.events().nowNanos() + SECOND + random.nextLong(120 * SECOND);
        world.events().at(Math.min(heal, untilNanos), () -> heal(ways));
    }

    private void both(List<Way> ways, int one, int other) {
        add(ways, one, other);
        add(ways, other, one);
    }

    private void add(List<Way> ways, int from, int to) {
        if (from != to) {
            ways.add(new Way(from, to));
        }
    }

    private void heal(List<Way> ways) {
        if (cuts.remove(ways)) {
            ways.forEach(way -> world.cut(way.from, way.to, -1));
            world.onWaysChanged();
        }
    }

    private void crash(long untilNanos) {
        int number = random.nextInt(world.network().size());
        if (!world.network().isUp(number)) {
            return;
        }
        crashCount++;
        crashed.add(number);
        world.crash(number);
        long back = world.events().nowNanos() + SECOND + random.nextLong(90 * SECOND);
        world.events().at(Math.min(back, untilNanos), () -> {
            if (crashed.remove(Integer.valueOf(number))) {
                world.restart(number);
            }
        });
    }

    int cuts() {
        return cutCount;
    }

    int crashes() {
        return crashCount;
    }
}
