package io.banyan.loadtest.netem;

import java.time.Duration;

/**
 * What one direction of a path is like.
 *
 * @param loss what the path loses, after the queue: a lost datagram has used the link
 * @param delayNanos one-way propagation
 * @param jitterNanos up to this much more, evenly distributed; jitter alone never reorders, as in a router's queue
 * @param reorderProbability chance of a datagram to be overtaken
 * @param reorderNanos how long an overtaken datagram is held back
 * @param duplicateProbability chance of arriving twice
 * @param rateBps bits per second of UDP payload; 0: as fast as offered
 * @param queueBytes what waits in front of the rate before the tail is dropped
 */
public record NetemProfile(
        LossModel loss,
        long delayNanos,
        long jitterNanos,
        double reorderProbability,
        long reorderNanos,
        double duplicateProbability,
        long rateBps,
        int queueBytes) {

    /** Nothing happens to anything. */
    public static final NetemProfile PERFECT = new NetemProfile(LossModel.NONE, 0, 0, 0, 0, 0, 0, 0);

    public NetemProfile {
        if (delayNanos < 0 || jitterNanos < 0 || reorderNanos < 0 || rateBps < 0 || queueBytes < 0) {
            throw new IllegalArgumentException("negative time, rate or size");
        }
        if (!(reorderProbability >= 0 && reorderProbability <= 1)
                || !(duplicateProbability >= 0 && duplicateProbability <= 1)) {
            throw new IllegalArgumentException("not a probability");
        }
    }

    public static NetemProfile randomLoss(double probability) {
        return PERFECT.withLoss(LossModel.random(probability));
    }

    public NetemProfile withLoss(LossModel newLoss) {
        return new NetemProfile(
                newLoss,
                delayNanos,
                jitterNanos,
                reorderProbability,
                reorderNanos,
                duplicateProbability,
                rateBps,
                queueBytes);
    }

    public NetemProfile withDelay(Duration delay, Duration jitter) {
        return new NetemProfile(
                loss,
                delay.toNanos(),
                jitter.toNanos(),
                reorderProbability,
                reorderNanos,
                duplicateProbability,
                rateBps,
                queueBytes);
    }

    public NetemProfile withReordering(double probability, Duration heldBack) {
        return new NetemProfile(
                loss,
                delayNanos,
                jitterNanos,
                probability,
                heldBack.toNanos(),
                duplicateProbability,
                rateBps,
                queueBytes);
    }

    public NetemProfile withDuplication(double probability) {
        return new NetemProfile(
                loss, delayNanos, jitterNanos, reorderProbability, reorderNanos, probability, rateBps, queueBytes);
    }

    public NetemProfile withRate(long newRateBps, int newQueueBytes) {
        return new NetemProfile(
                loss,
                delayNanos,
                jitterNanos,
                reorderProbability,
                reorderNanos,
                duplicateProbability,
                newRateBps,
                newQueueBytes);
    }
}
