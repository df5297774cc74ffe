package io.banyan.loadtest.netem;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Datagrams on their way, in the order of their arrival; bounded in bytes. Not thread-safe. */
final class DatagramQueue {
    record Pending(long deliveryNanos, long order, UdpFlow flow, Direction direction, ByteBuffer datagram)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(deliveryNanos, other.deliveryNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private final long maxBytes;
    private long queuedBytes;
    private long nextOrder;

    DatagramQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Copies what is between position and limit; false: full. */
    boolean offer(ByteBuffer datagram, UdpFlow flow, Direction direction, long deliveryNanos) {
        if (queuedBytes + datagram.remaining() > maxBytes) {
            return false;
        }
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining());
        copy.put(0, datagram, datagram.position(), datagram.remaining());
        queuedBytes += copy.remaining();
        pending.add(new Pending(deliveryNanos, nextOrder++, flow, direction, copy));
        return true;
    }

    /** The next that has arrived, or null. */
    @Nullable
    Pending pollDue(long nowNanos) {
        Pending first = pending.peek();
        if (first == null || first.deliveryNanos() > nowNanos) {
            return null;
        }
        pending.remove();
        queuedBytes -= first.datagram().capacity();
        return first;
    }

    /** Until the next arrives; {@link Long#MAX_VALUE}: nothing is on its way. */
    long waitNanos(long nowNanos) {
        Pending first = pending.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.deliveryNanos() - nowNanos);
    }
}
