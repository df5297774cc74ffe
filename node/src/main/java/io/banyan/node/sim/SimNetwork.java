package io.banyan.node.sim;

import com.google.protobuf.MessageLite;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The ways between regions: delayed, lossy, cut in one direction or both. A frame that is on its way when the receiver
 * crashes is lost with the stream.
 */
final class SimNetwork {
    interface Receiver {
        void onFrame(int from, Object frame);
    }

    private static final long EARTH_NANOS = 150_000_000;

    private final EventQueue events;
    private final SplittableRandom random;
    private final int lossPermille;
    private final int size;
    private final @Nullable Receiver[] receivers;
    private final int[] lives;
    private final int[][] cuts;
    private final double[] x;
    private final double[] y;
    private final RunDigest digest;
    private boolean isMeasured;
    private long sent;
    private long sentBytes;
    private long lost;

    SimNetwork(EventQueue events, SplittableRandom random, int size, int lossPermille, RunDigest digest) {
        this.events = events;
        this.random = random;
        this.size = size;
        this.lossPermille = lossPermille;
        this.digest = digest;
        receivers = new @Nullable Receiver[size];
        lives = new int[size];
        cuts = new int[size][size];
        x = random.doubles(size).toArray();
        y = random.doubles(size).toArray();
    }

    int size() {
        return size;
    }

    /** A region is up, in a new life. */
    void up(int region, Receiver receiver) {
        receivers[region] = receiver;
        lives[region]++;
    }

    void down(int region) {
        receivers[region] = null;
        lives[region]++;
    }

    boolean isUp(int region) {
        return receivers[region] != null;
    }

    int life(int region) {
        return lives[region];
    }

    /** One more reason why nothing gets there, or one less. */
    void cut(int from, int to, int change) {
        cuts[from][to] += change;
    }

    boolean isWhole(int from, int to) {
        return cuts[from][to] == 0 && receivers[to] != null && receivers[from] != null;
    }

    /** From now on bytes are counted, too. */
    void measure() {
        isMeasured = true;
    }

    void send(int from, int to, MessageLite frame) {
        sent++;
        if (isMeasured && from != to) {
            sentBytes += frame.getSerializedSize();
        }
        if (from != to && (cuts[from][to] > 0 || receivers[to] == null || random.nextInt(1000) < lossPermille)) {
            lost++;
            return;
        }
        long delay = from == to ? 0 : delayNanos(from, to);
        int life = lives[to];
        events.in(delay, () -> {
            Receiver receiver = receivers[to];
            if (receiver != null && lives[to] == life && (from == to || cuts[from][to] == 0)) {
                digest.add(events.nowNanos(), from, to);
                receiver.onFrame(from, frame);
            }
        });
    }

    private long delayNanos(int from, int to) {
        double distance = Math.hypot(x[from] - x[to], y[from] - y[to]);
        return 1_000_000 + (long) (distance * EARTH_NANOS) + random.nextInt(5_000_000);
    }

    long sent() {
        return sent;
    }

    /** Of frames between regions, before TLS; 0 if nothing is measured. */
    long sentBytes() {
        return sentBytes;
    }

    long lost() {
        return lost;
    }
}
