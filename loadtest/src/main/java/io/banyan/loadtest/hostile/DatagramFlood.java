package io.banyan.loadtest.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends bad datagrams of every sort to a media port, at a bounded rate, from a few addresses of its own. Runs on the
 * caller's thread.
 */
public final class DatagramFlood {
    /** So that what a node keeps for an address, if it does, is tried as well. */
    private static final int SOURCES = 16;

    private static final int BUFFER_BYTES = 65_536;
    private static final int BATCHES_PER_SECOND = 500;
    /** Large datagrams cost the sender more than the node; a few show what there is to see. */
    private static final int HUGE_EVERY = 200;

    private final InetSocketAddress target;
    private final SplittableRandom random;
    private final List<byte[]> captured;

    /**
     * @param captured datagrams that a client of this node sent, for those that are replayed and mutated; may be empty
     */
    public DatagramFlood(InetSocketAddress target, long seed, List<byte[]> captured) {
        this.target = target;
        this.random = new SplittableRandom(seed);
        this.captured = List.copyOf(captured);
    }

    /** @param perSecond not more than this, on average over a fiftieth of a second */
    public Sent send(int count, int perSecond) {
        List<DatagramChannel> sources = new ArrayList<>();
        try {
            for (int i = 0; i < SOURCES; i++) {
                DatagramChannel source = DatagramChannel.open();
                sources.add(source);
                source.connect(target);
            }
            return send(sources, count, perSecond);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close(sources);
        }
    }

    /**
     * What was sent.
     *
     * @param refused that this machine's own network did not take
     */
    public record Sent(Map<BadDatagram, Integer> bySort, long bytes, int refused, double seconds) {
        public int count() {
            return bySort.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private Sent send(List<DatagramChannel> sources, int count, int perSecond) {
        Map<BadDatagram, Integer> bySort = new EnumMap<>(BadDatagram.class);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        int batch = Math.max(1, perSecond / BATCHES_PER_SECOND);
        long batchNanos = 1_000_000_000L * batch / perSecond;
        long startNanos = System.nanoTime();
        long dueNanos = startNanos;
        long bytes = 0;
        int refused = 0;
        for (int sent = 0; sent < count; sent++) {
            if (sent % batch == 0) {
                awaitNanos(dueNanos);
                dueNanos += batchNanos;
            }
            BadDatagram sort = nextSort();
            int length = sort.write(buffer, random, captured);
            bySort.merge(sort, 1, Integer::sum);
            bytes += length;
            if (!write(sources.get(random.nextInt(SOURCES)), buffer, length)) {
                refused++;
            }
        }
        return new Sent(bySort, bytes, refused, (System.nanoTime() - startNanos) * 1e-9);
    }

    private BadDatagram nextSort() {
        BadDatagram[] sorts = BadDatagram.values();
        BadDatagram sort = sorts[random.nextInt(sorts.length)];
        return sort == BadDatagram.HUGE && random.nextInt(HUGE_EVERY) != 0 ? BadDatagram.RANDOM : sort;
    }

    private static boolean write(DatagramChannel source, ByteBuffer buffer, int length) {
        try {
            source.write(buffer.limit(length).position(0));
            return true;
        } catch (IOException refused) {
            return false;
        } finally {
            buffer.clear();
        }
    }

    private static void awaitNanos(long dueNanos) {
        long waitNanos = dueNanos - System.nanoTime();
        while (waitNanos > 0) {
            LockSupport.parkNanos(waitNanos);
            waitNanos = dueNanos - System.nanoTime();
        }
    }

    private static void close(List<DatagramChannel> sources) {
        for (DatagramChannel source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
