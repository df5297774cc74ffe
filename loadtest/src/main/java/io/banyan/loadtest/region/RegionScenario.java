package io.banyan.loadtest.region;

import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.scenario.Plot;
import java.util.List;

/** A call over regions with a plot. Played on the thread that owns the stage's browser. */
public interface RegionScenario extends Plot {
    /** Which regions the mesh must have. */
    default List<String> regions() {
        return RegionStage.REGIONS;
    }

    /** How many nodes each region must have. */
    default int nodesPerRegion() {
        return 1;
    }

    /** Whether the links between the regions must have the delays of real cities. */
    default boolean isWide() {
        return false;
    }

    /** Whether the mesh is not afterwards what it was before. */
    default boolean breaksNodes() {
        return false;
    }

    /** Whether it may be played on the mesh that {@code before} was played on. */
    default boolean canFollow(RegionScenario before) {
        return !before.breaksNodes()
                && regions().equals(before.regions())
                && nodesPerRegion() == before.nodesPerRegion()
                && isWide() == before.isWide();
    }

    /** Plays it once. What goes wrong beyond a bad figure is an exception. */
    List<Figure> play(RegionStage stage);
}
