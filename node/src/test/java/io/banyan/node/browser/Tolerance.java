package io.banyan.node.browser;

import io.banyan.loadtest.browser.TileFigures;

/** What a call may be like on two cores that build, encode and decode at once. The goals are the benchmark's. */
final class Tolerance {
    /** Of the frames sent, that are shown. */
    static final double FRAME_SHARE = 0.6;
    /** Of full scale; the pages' tone is far above. */
    static final double AUDIBLE = 0.001;
    /** Of the samples played, that the browser made up. */
    static final double CONCEALED = 0.3;

    static final double SYNC_MILLIS = 250;

    private Tolerance() {}

    static double audioLevel(TileFigures tile) {
        return tile.sound() == null ? 0 : tile.sound().audioLevel();
    }

    static double concealedShare(TileFigures tile) {
        return tile.sound() == null ? 1 : tile.sound().concealedShare();
    }
}
