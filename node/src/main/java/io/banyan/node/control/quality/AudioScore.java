package io.banyan.node.control.quality;

import io.banyan.protocol.quality.EModel;
import java.util.EnumSet;

/** Scores sound, by the E-model. */
final class AudioScore {
    /** A packet's length and the codec's look-ahead (RFC 6716 §2), and what devices take. */
    private static final double FIXED_DELAY_MILLIS = 50;

    /** A receiver holds back for about twice the mean jitter, to miss few packets. */
    private static final double DELAY_OF_JITTER = 2;

    /** Above this one-way delay people begin to talk into each other (ITU-T G.114 §4). */
    private static final double LONG_DELAY_MILLIS = 400;

    private AudioScore() {}

    /**
     * @param lossShare of what was to be played, 0 to 1, after repair
     * @param jitterMillis RFC 3550 §6.4.1
     * @param rttMillis between node and client, 0 if not known
     */
    static Score of(double lossShare, double jitterMillis, double rttMillis) {
        double delayMillis = FIXED_DELAY_MILLIS + rttMillis / 2 + DELAY_OF_JITTER * jitterMillis;
        double mos = EModel.mos(delayMillis, lossShare);
        EnumSet<QualityCause> causes = EnumSet.noneOf(QualityCause.class);
        if (lossShare > Score.BAD_LOSS_SHARE) {
            causes.add(QualityCause.LOSS);
        }
        if (jitterMillis > Score.BAD_JITTER_MILLIS) {
            causes.add(QualityCause.JITTER);
        }
        boolean isBad = !causes.isEmpty();
        if (delayMillis > LONG_DELAY_MILLIS && jitterMillis <= Score.BAD_JITTER_MILLIS) {
            causes.add(QualityCause.DELAY);
        }
        return new Score(isBad ? Math.min(mos, Score.BAD_MOS) : mos, causes);
    }
}
