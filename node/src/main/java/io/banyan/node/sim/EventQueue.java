package io.banyan.node.sim;

import io.banyan.node.mesh.MeshTime;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order. */
final class EventQueue {
    /** Since 1970; any other would do. */
    static final long START_MILLIS = 1_800_000_000_000L;

    private record Event(long nanos, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>(1 << 16);
    private long nowNanos;
    private long order;

    long nowNanos() {
        return nowNanos;
    }

    void at(long nanos, Runnable action) {
        events.add(new Event(Math.max(nanos, nowNanos), order++, action));
    }

    void in(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Lets everything happen until a time. */
    void run(long untilNanos) {
        for (Event next = events.peek(); next != null && next.nanos <= untilNanos; next = events.peek()) {
            events.remove();
            nowNanos = next.nanos;
            next.action.run();
        }
        nowNanos = untilNanos;
    }

    /** How many things have been planned. */
    long planned() {
        return order;
    }

    MeshTime time(long skewMillis) {
        return new MeshTime(nowNanos, START_MILLIS + nowNanos / 1_000_000 + skewMillis);
    }
}
