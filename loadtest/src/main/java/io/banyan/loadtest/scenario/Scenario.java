package io.banyan.loadtest.scenario;

import io.banyan.loadtest.report.Figure;
import java.util.List;

/** A call with a plot. Played on the thread that owns the stage's browser. */
public interface Scenario extends Plot {
    /** Whether the node must be behind an emulated network. */
    default boolean needsNetwork() {
        return false;
    }

    /**
     * Plays it once. What goes wrong beyond a bad figure is an exception: nobody could join, a page failed.
     */
    List<Figure> play(Stage stage);
}
