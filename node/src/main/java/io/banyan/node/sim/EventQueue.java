package io.banyan.node.sim;

import io.banyan.node.mesh.MeshTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: what is to happen, in order; of one moment what was planned first. A heap of four children in plain arrays:
 * a run plans millions of events and holds hundreds of thousands.
 */
final class EventQueue {
    /** Since 1970; any other would do. */
    static final long START_MILLIS = 1_800_000_000_000L;

    private static final int CHILDREN = 4;

    private long[] dueNanos = new long[1 << 16];
    private long[] orders = new long[dueNanos.length];
    private @Nullable Runnable[] actions = new @Nullable Runnable[dueNanos.length];
    private int size;
    private long nowNanos;
    private long order;

    long nowNanos() {
        return nowNanos;
    }

    void at(long nanos, Runnable action) {
        if (size == dueNanos.length) {
            dueNanos = Arrays.copyOf(dueNanos, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        long due = Math.max(nanos, nowNanos);
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            // What was planned before and is due at the same time comes first.
            if (dueNanos[parent] <= due) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, due, order++, action);
    }

    void in(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Lets everything happen until a time. */
    void run(long untilNanos) {
        while (size > 0 && dueNanos[0] <= untilNanos) {
            nowNanos = dueNanos[0];
            Runnable next = actions[0];
            removeFirst();
            if (next != null) {
                next.run();
            }
        }
        nowNanos = untilNanos;
    }

    private void removeFirst() {
        int last = --size;
        long due = dueNanos[last];
        long lastOrder = orders[last];
        Runnable action = actions[last];
        actions[last] = null;
        if (last == 0) {
            return;
        }
        int place = 0;
        for (int child = firstOf(place); child >= 0 && isBefore(child, due, lastOrder); child = firstOf(place)) {
            move(child, place);
            place = child;
        }
        put(place, due, lastOrder, action);
    }

    /** The child that is due first; -1: there is none. */
    private int firstOf(int parent) {
        int from = parent * CHILDREN + 1;
        if (from >= size) {
            return -1;
        }
        int first = from;
        int until = Math.min(from + CHILDREN, size);
        for (int child = from + 1; child < until; child++) {
            if (isBefore(child, dueNanos[first], orders[first])) {
                first = child;
            }
        }
        return first;
    }

    private boolean isBefore(int place, long due, long plannedOrder) {
        return dueNanos[place] < due || (dueNanos[place] == due && orders[place] < plannedOrder);
    }

    private void move(int from, int to) {
        put(to, dueNanos[from], orders[from], actions[from]);
    }

    private void put(int place, long due, long plannedOrder, @Nullable Runnable action) {
        dueNanos[place] = due;
        orders[place] = plannedOrder;
        actions[place] = action;
    }

    /** How many things have been planned. */
    long planned() {
        return order;
    }

    MeshTime time(long skewMillis) {
        return new MeshTime(nowNanos, START_MILLIS + nowNanos / 1_000_000 + skewMillis);
    }
}
