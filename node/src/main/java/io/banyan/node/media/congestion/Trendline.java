package io.banyan.node.media.congestion;

/**
 * Whether the network's delay grows: the slope of a line through the last groups' accumulated delay. It takes the place
 * of the Kalman filter of draft-ietf-rmcat-gcc-02 §5.3, as in libwebrtc 0b51f028 (trendline_estimator.cc), whose
 * constants these are. Owned by a media loop.
 */
final class Trendline {
    static final int WINDOW = 20;
    static final double SMOOTHING = 0.9;

    private final double[] arrivalMillis = new double[WINDOW];
    private final double[] delayMillis = new double[WINDOW];
    private int count;
    private int next;
    private double accumulated;
    private double smoothed;
    private double firstArrival;
    private boolean begun;
    private double slope;

    /** A complete group. */
    void onGroup(double arrivalMillisNow, double delayChangeMillis) {
        if (!begun) {
            begun = true;
            firstArrival = arrivalMillisNow;
        }
        accumulated += delayChangeMillis;
        smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
        arrivalMillis[next] = arrivalMillisNow - firstArrival;
        delayMillis[next] = smoothed;
        next = (next + 1) % WINDOW;
        count = Math.min(count + 1, WINDOW);
        if (count == WINDOW) {
            slope = fit();
        }
    }

    private double fit() {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanX += arrivalMillis[i] / WINDOW;
            meanY += delayMillis[i] / WINDOW;
        }
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < WINDOW; i++) {
            double x = arrivalMillis[i] - meanX;
            numerator += x * (delayMillis[i] - meanY);
            denominator += x * x;
        }
        return denominator == 0 ? slope : numerator / denominator;
    }

    /** Milliseconds of delay more per millisecond; 0 until there is enough. */
    double slope() {
        return slope;
    }

    void reset() {
        count = 0;
        next = 0;
        accumulated = 0;
        smoothed = 0;
        slope = 0;
        begun = false;
    }
}
