package io.banyan.loadtest.region;

import io.banyan.loadtest.scenario.Announcements;
import io.banyan.loadtest.scenario.SlotSwitching;
import io.banyan.loadtest.scenario.ThreePeople;
import java.util.List;

/** The scenarios of the benchmarks, as long as their figures need; those on one mesh follow each other. */
public final class RegionScenarios {
    private RegionScenarios() {}

    /** Of {@code bench tree}. */
    public static List<RegionScenario> ofTrees() {
        return List.of(
                new Reparented(2, 13), new ParentKilled(8), new ManyViewers(List.of(10, 100, 300, 600, 1_000), 10));
    }

    /** Of {@code bench regions}. */
    public static List<RegionScenario> all() {
        return List.of(
                new Across(new ThreePeople(20), true),
                new Across(new SlotSwitching(20), true),
                new Across(new Announcements(5), true),
                new LateJoiners(9),
                new RegionLost(),
                new OneCopy(1, 20),
                new LinkOverhead(20),
                new JoinTime(100),
                new RegionCut(8),
                new RegionCut(40),
                new PairCut(10),
                new Races(),
                new LossyLink(0.05, 100, 30),
                new IdleRooms(500),
                new OneCopy(2, 20),
                new NodesKilled());
    }
}
