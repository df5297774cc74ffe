package io.banyan.loadtest.netem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of one TCP connection through an emulated path: what is read arrives later, in order, all of it. A loss
 * is what it is to TCP: time. One thread reads, another writes.
 */
final class TcpPump {
    private static final int BUFFER_BYTES = 16 * 1024;
    /** What is on its way at most: a window of 4 MiB. */
    private static final int MAX_CHUNKS = 256;
    /** RFC 6298 allows less than its 1 s, and what is in use takes 200 ms over the round trip. */
    private static final long RETRANSMIT_NANOS = 200_000_000;

    /** No path that is not cut loses the same bytes as often. */
    private static final int MAX_TRIES = 10;

    private static final byte[] END = new byte[0];

    private record Chunk(
            long deliveryNanos,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {} // compared never

    private final BlockingQueue<Chunk> onTheWay = new ArrayBlockingQueue<>(MAX_CHUNKS);
    private final long[] deliveryNanos = new long[Netem.MAX_COPIES];
    private final long seed;
    private NetemProfile profile;
    private Netem link;
    private long lastSentNanos;
    private long lastNanos;
    private volatile boolean hasEnded;

    /**
     * @param firstNanos before which nothing is on its way, as the connection is not there yet
     */
    TcpPump(NetemProfile profile, long seed, long firstNanos) {
        this.profile = profile;
        this.seed = seed;
        link = new Netem(profile, seed);
        lastSentNanos = firstNanos;
        lastNanos = firstNanos;
    }

    /** From here on another path. */
    synchronized void setProfile(NetemProfile next) {
        profile = next;
        link = new Netem(next, seed);
    }

    /** The sender has closed. */
    boolean hasEnded() {
        return hasEnded;
    }

    /** Reads until the sender closes. */
    void readAll(Socket from) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream in = from.getInputStream();
        try {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                onTheWay.put(new Chunk(arrivesNanos(read), Arrays.copyOf(buffer, read)));
            }
        } finally {
            hasEnded = true;
            onTheWay.put(new Chunk(arrivesNanos(1), END));
        }
    }

    /**
     * Writes what has arrived until the end has.
     *
     * @param awaitPassing waits while the path lets nothing through
     */
    void writeAll(Socket to, Runnable awaitPassing) throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        while (true) {
            Chunk chunk = onTheWay.take();
            sleepUntil(chunk.deliveryNanos());
            awaitPassing.run();
            if (chunk.bytes().length == 0) {
                return;
            }
            out.write(chunk.bytes());
        }
    }

    static void sleepUntil(long nanos) {
        long left;
        while ((left = nanos - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private synchronized long arrivesNanos(int bytes) {
        // A link's time never goes backwards.
        long sentNanos = Math.max(System.nanoTime(), lastSentNanos);
        int copies = link.offer(bytes, sentNanos, deliveryNanos);
        for (int tries = 1; copies == 0 && tries < MAX_TRIES; tries++) {
            sentNanos += RETRANSMIT_NANOS + 2 * profile.delayNanos();
            copies = link.offer(bytes, sentNanos, deliveryNanos);
        }
        lastSentNanos = sentNanos;
        if (copies == 0) {
            deliveryNanos[0] = sentNanos + profile.delayNanos();
        }
        lastNanos = Math.max(lastNanos, deliveryNanos[0]);
        return lastNanos;
    }
}
