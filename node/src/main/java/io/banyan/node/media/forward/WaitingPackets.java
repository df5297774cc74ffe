package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one subscriber that wait for the pacer, first in first out: where they lie in their publishers' rings and
 * how they are rewritten. Bounded; their places are the loop's. Owned by a media loop.
 */
final class WaitingPackets {
    private final HeldBack places;
    private final int capacity;
    private HeldBack.@Nullable Place first;
    private HeldBack.@Nullable Place last;
    private int size;

    WaitingPackets(HeldBack places, int capacity) {
        this.places = places;
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
        HeldBack.Place place = places.take(stream, slot, rewritten, withPayload, nowNanos);
        if (last == null) {
            first = place;
        } else {
            last.next = place;
        }
        last = place;
        size++;
    }

    /** The one that waits longest. */
    HeldBack.Place first() {
        if (first == null) {
            throw new IllegalStateException("nothing waits");
        }
        return first;
    }

    /** Takes it out; whoever does gives it back by {@link HeldBack#release}. */
    HeldBack.Place remove() {
        HeldBack.Place removed = first();
        first = removed.next;
        if (first == null) {
            last = null;
        }
        removed.next = null;
        size--;
        return removed;
    }

    /**
     * Forgets those of one stream.
     *
     * @return how many
     */
    int drop(SlotStream stream) {
        int before = size;
        HeldBack.Place each = first;
        first = null;
        last = null;
        size = 0;
        while (each != null) {
            HeldBack.Place next = each.next;
            each.next = null;
            if (each.isOf(stream)) {
                places.release(each);
            } else {
                if (last == null) {
                    first = each;
                } else {
                    last.next = each;
                }
                last = each;
                size++;
            }
            each = next;
        }
        return before - size;
    }
}
