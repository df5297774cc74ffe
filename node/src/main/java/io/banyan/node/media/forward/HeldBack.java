package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import org.jspecify.annotations.Nullable;

/**
 * What a loop's subscribers share of packets that wait for their pacers: places for them, of which a subscriber by itself
 * would need hundreds for a moment and none for hours, and whether any began to wait, so that the loop looks again
 * sooner. Owned by a media loop.
 */
public final class HeldBack {
    /** Places that nobody needs now: those of some subscribers' key frames. What is beyond is garbage. */
    static final int MAX_FREE = 4_096;

    private @Nullable Place free;
    private int freePlaces;
    private boolean isAny;

    /** Whether any packet began to wait since the last call. */
    public boolean poll() {
        boolean any = isAny;
        isAny = false;
        return any;
    }

    /** A place for a packet that begins to wait. */
    Place take(SlotStream stream, PacketSlot slot, Rewritten rewritten, boolean withPayload, long nowNanos) {
        isAny = true;
        Place place = free;
        if (place == null) {
            place = new Place();
        } else {
            free = place.next;
            freePlaces--;
        }
        place.next = null;
        place.stream = stream;
        place.slot = slot;
        place.generation = slot.generation();
        place.rewritten.set(rewritten);
        place.withPayload = withPayload;
        place.sinceNanos = nowNanos;
        return place;
    }

    /** Takes a place back that is in no queue any more. */
    void release(Place place) {
        // Neither a publisher's ring nor a subscriber is kept alive by it.
        place.stream = null;
        place.slot = null;
        if (freePlaces < MAX_FREE) {
            place.next = free;
            free = place;
            freePlaces++;
        }
    }

    int freePlaces() {
        return freePlaces;
    }

    /** One packet that waits. */
    static final class Place {
        final Rewritten rewritten = new Rewritten();
        /** In the queue that it waits in, or among those that are free. */
        @Nullable
        Place next;

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

        boolean isOf(SlotStream other) {
            return stream == other;
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
}
