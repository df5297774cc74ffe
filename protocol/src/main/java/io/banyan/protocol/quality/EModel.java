package io.banyan.protocol.quality;

/**
 * The E-model of ITU-T G.107 (06/2015) with its default values, reduced to what differs from call to call here: delay and
 * loss. Echo, noise and loudness are the devices' and stay at their defaults.
 */
public final class EModel {
    /** R of a call with nothing but default impairments (G.107 Table 3). */
    public static final double BEST_R = 93.2;

    /**
     * How well a codec bears random loss, in percent at which half of what can be lost is lost (G.107 §7.5). G.113 lists no
     * value for Opus; this is the one for G.711 with concealment (G.113 Table I.4), which a browser's comes up to.
     */
    public static final double LOSS_ROBUSTNESS = 25.1;

    /** A mean delay below is not noticed (G.107 §7.4). */
    private static final double UNNOTICED_MILLIS = 100;

    private static final double MAX_R = 100;
    private static final double MAX_IMPAIRMENT = 95;
    private static final double WORST_MOS = 1;
    private static final double BEST_MOS = 4.5;

    private EModel() {}

    /**
     * The opinion of an average listener.
     *
     * @param delayMillis from mouth to ear, one way, at least 0
     * @param lossShare of packets that could not be played, 0 to 1
     * @return mean opinion score, 1 to 4.5 (G.107 Annex B)
     */
    public static double mos(double delayMillis, double lossShare) {
        return mosOf(BEST_R - delayImpairment(delayMillis) - lossImpairment(lossShare));
    }

    /** Annex B: from the rating factor to the mean opinion score. */
    static double mosOf(double rating) {
        if (rating <= 0) {
            return WORST_MOS;
        }
        if (rating >= MAX_R) {
            return BEST_MOS;
        }
        // The cubic dips below 1 near 0.
        return Math.max(WORST_MOS, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }

    /** Idd of §7.4: what delay costs without any echo, sT = 1 and mT = 100 ms. */
    static double delayImpairment(double delayMillis) {
        if (delayMillis <= UNNOTICED_MILLIS) {
            return 0;
        }
        double doublings = Math.log(delayMillis / UNNOTICED_MILLIS) / Math.log(2);
        return 25 * (sixthRoot(1 + Math.pow(doublings, 6)) - 3 * sixthRoot(1 + Math.pow(doublings / 3, 6)) + 2);
    }

    /** Ie,eff of §7.5 with Ie = 0 and random loss. */
    static double lossImpairment(double lossShare) {
        double percent = 100 * Math.clamp(lossShare, 0, 1);
        return MAX_IMPAIRMENT * percent / (percent + LOSS_ROBUSTNESS);
    }

    private static double sixthRoot(double value) {
        return Math.pow(value, 1.0 / 6);
    }
}
