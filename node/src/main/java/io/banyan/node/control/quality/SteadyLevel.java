package io.banyan.node.control.quality;

import org.jspecify.annotations.Nullable;

/** A level that is said only once it has held for a while: soon when it got worse, later when it got better. One owner. */
final class SteadyLevel {
    static final int WORSE_SECONDS = 2;
    static final int BETTER_SECONDS = 5;

    private @Nullable QualityLevel said;
    private @Nullable QualityLevel coming;
    private int seconds;

    /**
     * Takes the level of this second; null: nothing to judge.
     *
     * @return whether there is another one, or none any more, to be said now
     */
    boolean add(@Nullable QualityLevel now) {
        if (now == said) {
            coming = null;
            return false;
        }
        if (now == null || said == null) {
            // Muted, or the first seconds: nothing that could flap.
            said = now;
            coming = null;
            return true;
        }
        boolean isWorse = now.isWorseThan(said);
        boolean sameWay = coming != null && coming.isWorseThan(said) == isWorse;
        seconds = sameWay ? seconds + 1 : 1;
        // Of several that came one after the other the last one: it is what holds now.
        coming = now;
        if (seconds < (isWorse ? WORSE_SECONDS : BETTER_SECONDS)) {
            return false;
        }
        said = now;
        coming = null;
        return true;
    }

    /** Null: none. */
    @Nullable
    QualityLevel said() {
        return said;
    }
}
