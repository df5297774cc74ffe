package io.banyan.loadtest.mesh;

import io.banyan.loadtest.netem.LossModel;
import io.banyan.loadtest.netem.NetemProfile;
import java.time.Duration;

/**
 * What one direction between two nodes is like, for one kind of traffic.
 *
 * @param isCut nothing arrives
 * @param delay one way
 * @param loss 0 to 1; to TCP it is time
 * @param rateBps bits a second; 0: as fast as it comes
 */
public record LinkCondition(boolean isCut, Duration delay, double loss, long rateBps) {
    public static final LinkCondition PERFECT = new LinkCondition(false, Duration.ZERO, 0, 0);

    /** What a router holds before it drops. */
    private static final double QUEUE_SECONDS = 0.1;

    private static final int LEAST_QUEUE_BYTES = 16 * 1024;

    public LinkCondition {
        if (delay.isNegative() || !(loss >= 0 && loss <= 1) || rateBps < 0) {
            throw new IllegalArgumentException("a delay or a rate is not negative, a loss is from 0 to 1");
        }
    }

    public LinkCondition withCut(boolean cut) {
        return new LinkCondition(cut, delay, loss, rateBps);
    }

    public LinkCondition withDelay(Duration next) {
        return new LinkCondition(isCut, next, loss, rateBps);
    }

    public LinkCondition withLoss(double next) {
        return new LinkCondition(isCut, delay, next, rateBps);
    }

    public LinkCondition withRate(long nextBps) {
        return new LinkCondition(isCut, delay, loss, nextBps);
    }

    /** As the emulators of TCP take it, which are told of a cut in another way. */
    NetemProfile profile() {
        NetemProfile profile = NetemProfile.randomLoss(loss).withDelay(delay, Duration.ZERO);
        return rateBps == 0
                ? profile
                : profile.withRate(rateBps, Math.max(LEAST_QUEUE_BYTES, (int) (rateBps * QUEUE_SECONDS / 8)));
    }

    /** As the emulators of UDP take it. */
    NetemProfile datagramProfile() {
        return isCut ? profile().withLoss(LossModel.random(1)) : profile();
    }

    @Override
    public String toString() {
        return (isCut ? "cut " : "") + delay.toMillis() + " ms" + (loss > 0 ? " loss " + loss * 100 + " %" : "")
                + (rateBps > 0 ? " " + rateBps / 1000 + " kbit/s" : "");
    }
}
