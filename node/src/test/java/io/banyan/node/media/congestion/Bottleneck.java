package io.banyan.node.media.congestion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One narrow link with a drop-tail queue, and a client behind it that sends transport-wide feedback. Virtual time. */
final class Bottleneck {
    private record Flight(long dueNanos, int number) {}

    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final ArrivalRecorder client = new ArrivalRecorder(1);
    private final ArrayDeque<Runnable> feedback = new ArrayDeque<>();
    private final ArrayDeque<Long> feedbackDue = new ArrayDeque<>();
    private final SplittableRandom random;
    private final long oneWayNanos;
    private final List<Long> queueNanos = new ArrayList<>();
    private long rateBps;
    private long queueBytes;
    private double loss;
    private long freeNanos;
    private long deliveredBytes;
    private long overflowed;

    Bottleneck(long seed, long rateBps, long queueMillis, long oneWayMillis) {
        random = new SplittableRandom(seed);
        this.oneWayNanos = oneWayMillis * 1_000_000;
        set(rateBps, queueMillis);
    }

    void set(long newRateBps, long queueMillis) {
        rateBps = newRateBps;
        queueBytes = newRateBps * queueMillis / 8_000;
    }

    void lose(double share) {
        loss = share;
    }

    void send(int number, int bytes, long nowNanos) {
        long waitNanos = Math.max(0, freeNanos - nowNanos);
        if (waitNanos / 8e9 * rateBps + bytes > queueBytes) {
            overflowed++;
            return;
        }
        queueNanos.add(waitNanos);
        freeNanos = nowNanos + waitNanos + bytes * 8_000_000_000L / rateBps;
        deliveredBytes += bytes;
        if (random.nextDouble() >= loss) {
            flights.add(new Flight(freeNanos + oneWayNanos, number));
        }
    }

    /** Lets arrive what is due, and the client's feedback about it. */
    void run(BandwidthEstimator estimator, long nowNanos) {
        while (!flights.isEmpty() && flights.peek().dueNanos() <= nowNanos) {
            Flight flight = flights.remove();
            client.onPacket(flight.number(), flight.dueNanos());
        }
        client.poll(1, nowNanos).forEach(message -> {
            feedback.add(() -> estimator.onFeedback(message, nowNanos + oneWayNanos));
            feedbackDue.add(nowNanos + oneWayNanos);
        });
        while (!feedbackDue.isEmpty() && feedbackDue.peek() <= nowNanos) {
            feedbackDue.remove();
            feedback.remove().run();
        }
    }

    /** Bytes that went over the link since the last call. */
    long takeDelivered() {
        long bytes = deliveredBytes;
        deliveredBytes = 0;
        return bytes;
    }

    /** What waits now. */
    long queueMillis(long nowNanos) {
        return Math.max(0, freeNanos - nowNanos) / 1_000_000;
    }

    /** The 95th percentile of what packets waited since the last call. */
    long takeQueueP95Millis() {
        queueNanos.sort(null);
        long p95 = queueNanos.isEmpty() ? 0 : queueNanos.get(queueNanos.size() * 95 / 100) / 1_000_000;
        queueNanos.clear();
        return p95;
    }

    long overflowed() {
        return overflowed;
    }
}
