package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import org.jspecify.annotations.Nullable;

/**
 * Packets that wait for the pacer, first in first out: where they lie in their publishers' rings and how they are
 * rewritten. Bounded; allocates as many as ever waited at once. Owned by a media loop.
 */
final class WaitingPackets {
    /** One packet that waits. */
    static final class Waiting {
        final Rewritten rewritten = new Rewritten();
        private @Nullable SlotStream stream;
        private @Nullable PacketSlot slot;
        private int generation;
        private boolean withPayload;
        private long sinceNanos;

        SlotStream stream() {
            if (stream == null) {
                throw new IllegalStateException("nothing waits");
            }
            return stream;
        }

        /** Where it lies, or null: written over meanwhile. */
        @Nullable
        PacketSlot slot() {
            return slot != null && slot.isStill(generation) ? slot : null;
        }

        boolean withPayload() {
            return withPayload;
        }

        long sinceNanos() {
            return sinceNanos;
        }
    }

    private final int capacity;
    private @Nullable Waiting[] ring = {};
    private int head;
    private int size;

    WaitingPackets(int capacity) {
        this.capacity = capacity;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == capacity;
    }

    void add(SlotStream stream, PacketSlot slot, Rewritten rewritten, boolean withPayload, long nowNanos) {
        if (isFull()) {
            throw new IllegalStateException("full");
        }
        if (ring.length == 0) {
            ring = new @Nullable Waiting[capacity];
        }
        int at = (head + size) % capacity;
        Waiting waiting = ring[at];
        if (waiting == null) {
            waiting = new Waiting();
            ring[at] = waiting;
        }
        size++;
        waiting.stream = stream;
        waiting.slot = slot;
        waiting.generation = slot.generation();
        waiting.rewritten.set(rewritten);
        waiting.withPayload = withPayload;
        waiting.sinceNanos = nowNanos;
    }

    /** The one that waits longest. */
    Waiting first() {
        Waiting first = size == 0 ? null : ring[head];
        if (first == null) {
            throw new IllegalStateException("nothing waits");
        }
        return first;
    }

    /** Takes it out; it may be read until the next {@link #add}. */
    Waiting remove() {
        Waiting first = first();
        size--;
        // From the beginning again: else every place of the ring would have its object sooner or later.
        head = size == 0 ? 0 : (head + 1) % capacity;
        return first;
    }

    /**
     * Forgets those of one stream.
     *
     * @return how many
     */
    int drop(SlotStream stream) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Waiting each = ring[(head + i) % capacity];
            if (each != null && each.stream == stream) {
                release(each);
                continue;
            }
            int to = (head + kept) % capacity;
            ring[(head + i) % capacity] = ring[to];
            ring[to] = each;
            kept++;
        }
        int dropped = size - kept;
        size = kept;
        return dropped;
    }

    /** Lets go of the publisher's packet and of the slot's stream. */
    static void release(Waiting waiting) {
        waiting.stream = null;
        waiting.slot = null;
    }
}
