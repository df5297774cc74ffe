package io.banyan.node.control.quality;

import java.util.EnumSet;
import java.util.Set;

/**
 * Scores pictures on the scale of the E-model. There is no standard for what a node can see of one without looking into
 * it; this one asks what people complain about: that it stands still, stutters, or is smaller than it is shown.
 */
final class VideoScore {
    static final double BEST = 4.41;

    /** Standing still for a quarter of the time is as bad as no picture. */
    private static final double FREEZE_WEIGHT = 4;

    /** Loss that is left after repair makes pictures stand still until the next key frame. */
    private static final double LOSS_WEIGHT = 8;

    /** From here up nobody minds. */
    private static final double ENOUGH_OF_SIZE = 0.75;

    private static final double ENOUGH_OF_FRAMES = 0.9;

    /** Half the frames are more than half the picture. */
    private static final double FRAME_EXPONENT = 0.6;

    /** The least that a small picture is worth, against one of the size asked for. */
    private static final double LEAST_SIZE_FACTOR = 0.4;

    /** Below, a part is a cause. */
    private static final double NOTICED = 0.8;

    private VideoScore() {}

    /** Nothing fits through. */
    static Score held() {
        return new Score(1, Set.of(QualityCause.BANDWIDTH));
    }

    /** By loss alone, where nobody says what was seen. */
    static Score ofLoss(double lossShare) {
        boolean isBad = lossShare > Score.BAD_LOSS_SHARE;
        double mos = scaled(1 - LOSS_WEIGHT * lossShare);
        return new Score(isBad ? Math.min(mos, Score.BAD_MOS) : mos, isBad ? Set.of(QualityCause.LOSS) : Set.of());
    }

    /**
     * @param frozenShare of the time that it stood still, 0 to 1
     * @param frameShare of the frame rate that was asked for, 1 and above: all of it
     * @param sizeShare of the height that was asked for, 1 and above: all of it
     */
    static Score of(double frozenShare, double frameShare, double sizeShare) {
        double freezeFactor = Math.max(0, 1 - FREEZE_WEIGHT * frozenShare);
        double frameFactor = frameShare >= ENOUGH_OF_FRAMES ? 1 : Math.pow(Math.max(0, frameShare), FRAME_EXPONENT);
        double sizeFactor = sizeShare >= ENOUGH_OF_SIZE
                ? 1
                : LEAST_SIZE_FACTOR + (1 - LEAST_SIZE_FACTOR) * Math.max(0, sizeShare) / ENOUGH_OF_SIZE;
        EnumSet<QualityCause> causes = EnumSet.noneOf(QualityCause.class);
        if (freezeFactor < NOTICED) {
            causes.add(QualityCause.FREEZES);
        }
        if (frameFactor < NOTICED) {
            causes.add(QualityCause.FRAME_RATE);
        }
        if (sizeFactor < NOTICED) {
            causes.add(QualityCause.RESOLUTION);
        }
        return new Score(scaled(freezeFactor * frameFactor * sizeFactor), causes);
    }

    private static double scaled(double factor) {
        return 1 + (BEST - 1) * Math.clamp(factor, 0, 1);
    }
}
