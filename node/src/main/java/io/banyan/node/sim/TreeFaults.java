package io.banyan.node.sim;

import io.banyan.protocol.id.RegionId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong in a {@link TreeSimulation}: nodes and whole regions die and come back, ways are cut in both directions or
 * in one, lose 30 %, or flap, and nodes stand still.
 */
final class TreeFaults {
    private static final int KINDS = 9;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Shorter and longer than the 300 ms of suspicion and the 3 s of a lease. */
    private static final int LONGEST_STALL_MILLIS = 5_000;

    private static final int LONGEST_FLAP_MILLIS = 1_500;
    private static final int FLAPS = 20;

    private final TreeSimulation sim;
    private final TreeWays ways;
    private final EventQueue events;
    private final SplittableRandom random;
    private int count;
    private long lastNanos;
    private boolean isOver;

    TreeFaults(TreeSimulation sim, TreeWays ways, EventQueue events, SplittableRandom random) {
        this.sim = sim;
        this.ways = ways;
        this.events = events;
        this.random = random;
    }

    /** Something happens. */
    void strike() {
        count++;
        lastNanos = events.nowNanos();
        List<TreeSimNode> nodes = sim.nodes();
        TreeSimNode victim = nodes.get(random.nextInt(nodes.size()));
        RegionId region = victim.id().region();
        RegionId other = sim.regions().get(random.nextInt(sim.regions().size()));
        boolean isWay = !other.equals(region);
        switch (random.nextInt(KINDS)) {
            case 0, 1 -> {
                if (victim.isUp()) {
                    victim.crash();
                } else {
                    sim.enter(victim);
                }
            }
            case 2 -> killOrStart(nodes, region, victim.isUp());
            case 3 -> {
                if (isWay) {
                    cutOrHeal(region, other, true);
                }
            }
            case 4 -> {
                if (isWay) {
                    cutOrHeal(region, other, false);
                }
            }
            case 5 -> {
                if (isWay) {
                    ways.setLossy(region, other, !ways.isLossy(region, other));
                }
            }
            case 6 -> victim.stall(MILLI * (100 + random.nextInt(LONGEST_STALL_MILLIS)));
            case 7 -> {
                if (isWay) {
                    flap(region, other, FLAPS);
                }
            }
            default -> ways.heal();
        }
    }

    private void killOrStart(List<TreeSimNode> nodes, RegionId region, boolean kill) {
        for (TreeSimNode node : nodes) {
            if (node.id().region().equals(region) && node.isUp() == kill) {
                if (kill) {
                    node.crash();
                } else {
                    sim.enter(node);
                }
            }
        }
    }

    private void cutOrHeal(RegionId from, RegionId to, boolean bothWays) {
        boolean isCut = !ways.isCut(from, to);
        ways.cut(from, to, isCut, events.nowNanos());
        if (bothWays || !isCut) {
            ways.cut(to, from, isCut, events.nowNanos());
        }
    }

    private void flap(RegionId one, RegionId other, int times) {
        boolean isCut = times % 2 == 0 && !isOver;
        ways.cut(one, other, isCut, events.nowNanos());
        ways.cut(other, one, isCut, events.nowNanos());
        if (times > 0 && !isOver) {
            events.in(MILLI * (50 + random.nextInt(LONGEST_FLAP_MILLIS)), () -> flap(one, other, times - 1));
        }
    }

    /** From here on all is well. */
    void end() {
        isOver = true;
        ways.heal();
        sim.nodes().stream().filter(node -> !node.isUp()).forEach(sim::enter);
    }

    @Override
    public String toString() {
        return count + " faults, the last " + (events.nowNanos() - lastNanos) / MILLI + " ms ago";
    }
}
