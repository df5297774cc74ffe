package io.banyan.loadtest.netem;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One direction of an emulated path: says when, and whether, a datagram offered now arrives. Pure: the same seed, sizes
 * and times give the same answers. Not thread-safe.
 */
public final class Netem {
    /** A datagram arrives at most this often. */
    public static final int MAX_COPIES = 2;

    private final NetemProfile profile;
    private final RandomGenerator random;
    private final LossProcess loss;
    private final @Nullable Bottleneck link;
    private long lastInOrderNanos;
    private boolean hasOffered;
    private long offered;
    private long delivered;
    private long lost;
    private long queueDropped;
    private long reordered;
    private long duplicated;
    private long bytes;

    public Netem(NetemProfile profile, long seed) {
        this(
                profile,
                profile.rateBps() == 0
                        ? null
                        : new Bottleneck(RateTrace.constant(profile.rateBps()), QueueLimit.bytes(profile.queueBytes())),
                seed);
    }

    /** @param link that others go through as well, instead of the profile's own rate and queue; null: none */
    public Netem(NetemProfile profile, @Nullable Bottleneck link, long seed) {
        this.profile = profile;
        this.link = link;
        this.random = new SplittableRandom(seed);
        this.loss = new LossProcess(profile.loss(), random);
    }

    /**
     * @param payloadBytes of the datagram
     * @param nowNanos never less than at the call before
     * @param deliveryNanos receives the times of arrival, has room for {@link #MAX_COPIES}
     * @return copies that arrive, 0 to {@link #MAX_COPIES}
     */
    public int offer(int payloadBytes, long nowNanos, long[] deliveryNanos) {
        if (!hasOffered) {
            hasOffered = true;
            lastInOrderNanos = nowNanos;
        }
        offered++;
        long leavesNanos = link == null ? nowNanos : link.offer(payloadBytes, nowNanos);
        if (leavesNanos == Bottleneck.DROPPED) {
            queueDropped++;
            return 0;
        }
        if (loss.losesNext()) {
            lost++;
            return 0;
        }
        int copies = isChosen(profile.duplicateProbability()) ? 2 : 1;
        duplicated += copies - 1;
        delivered += copies;
        bytes += (long) payloadBytes * copies;
        for (int i = 0; i < copies; i++) {
            deliveryNanos[i] = deliveryTime(leavesNanos);
        }
        return copies;
    }

    public NetemStats stats() {
        return new NetemStats(offered, delivered, lost, queueDropped, reordered, duplicated, bytes);
    }

    private long deliveryTime(long leavesNanos) {
        long arrivesNanos = leavesNanos + profile.delayNanos();
        if (profile.jitterNanos() > 0) {
            arrivesNanos += random.nextLong(profile.jitterNanos() + 1);
        }
        if (isChosen(profile.reorderProbability())) {
            reordered++;
            return Math.max(arrivesNanos, lastInOrderNanos) + profile.reorderNanos();
        }
        lastInOrderNanos = Math.max(arrivesNanos, lastInOrderNanos);
        return lastInOrderNanos;
    }

    private boolean isChosen(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
