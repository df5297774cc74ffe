package io.banyan.node.control.quality;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What people would think of one stream, or of several.
 *
 * @param mos 1 (bad) to 4.5
 * @param causes of what is missing, if that is much
 */
public record Score(double mos, Set<QualityCause> causes) {
    /** More loss than this, after all repair, is bad whatever else holds. */
    static final double BAD_LOSS_SHARE = 0.05;

    static final double BAD_JITTER_MILLIS = 100;

    /** The best that is bad. */
    static final double BAD_MOS = 3.49;

    public Score {
        causes = Set.copyOf(causes);
    }

    /** Of several streams of one kind: the mean, with every cause. */
    static Score mean(List<Score> scores) {
        EnumSet<QualityCause> causes = EnumSet.noneOf(QualityCause.class);
        scores.forEach(score -> causes.addAll(score.causes()));
        return new Score(scores.stream().mapToDouble(Score::mos).average().orElseThrow(), causes);
    }

    /** The worse one: who hears badly is not consoled by a good picture. */
    static Score worse(Score one, Score other) {
        return other.mos() < one.mos() ? other : one;
    }
}
