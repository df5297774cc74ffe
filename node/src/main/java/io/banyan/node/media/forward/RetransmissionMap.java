package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.plane.DropReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From the numbers that a subscriber knows to the packets in their publishers' rings: which slot and generation, and
 * how the packet was rewritten. Bounded; the newest pushes out the oldest. Owned by a media loop.
 */
final class RetransmissionMap {
    /** Retransmissions that may go out before as many packets were sent; then one for each packet. */
    static final int INITIAL_BUDGET = 64;

    private static final long NONE = -1;
    private static final long NEVER = Long.MIN_VALUE;

    private final int mask;
    private final long[] outSeqs;
    private final @Nullable PacketSlot[] slots;
    private final int[] generations;
    private final int[] timestamps;
    private final int[] csrcs;
    private final boolean[] markers;
    private final int[] pictureIds;
    private final int[] tl0PictureIndexes;
    private final int[] frameNumbers;
    private final long[] resentNanos;
    /** However often a subscriber asks, no more is sent again than was sent: a node is no amplifier. */
    private int budget = INITIAL_BUDGET;

    /**
     * Allocates all of it.
     *
     * @param packets how many are remembered, a power of two
     */
    RetransmissionMap(int packets) {
        mask = packets - 1;
        outSeqs = new long[packets];
        slots = new @Nullable PacketSlot[packets];
        generations = new int[packets];
        timestamps = new int[packets];
        csrcs = new int[packets];
        markers = new boolean[packets];
        pictureIds = new int[packets];
        tl0PictureIndexes = new int[packets];
        frameNumbers = new int[packets];
        resentNanos = new long[packets];
        clear();
    }

    /** Remembers a packet that was sent. */
    void put(PacketSlot slot, Rewritten rewritten) {
        int at = (int) rewritten.outSeq & mask;
        outSeqs[at] = rewritten.outSeq;
        slots[at] = slot;
        generations[at] = slot.generation();
        timestamps[at] = rewritten.timestamp;
        csrcs[at] = rewritten.csrc;
        markers[at] = rewritten.marker;
        pictureIds[at] = rewritten.pictureId;
        tl0PictureIndexes[at] = rewritten.tl0PictureIndex;
        frameNumbers[at] = rewritten.frameNumber;
        resentNanos[at] = NEVER;
        budget = Math.min(budget + 1, mask + 1);
    }

    /**
     * Why a packet cannot be sent again now, or null if it can.
     *
     * @param minIntervalNanos between two retransmissions of one packet
     */
    @Nullable
    DropReason refusal(long outSeq, long nowNanos, long minIntervalNanos) {
        int at = (int) outSeq & mask;
        PacketSlot slot = slots[at];
        if (outSeqs[at] != outSeq || slot == null) {
            return DropReason.RETRANSMISSION_GONE;
        }
        if (!slot.isStill(generations[at])) {
            return DropReason.RING_OVERWRITTEN;
        }
        boolean tooSoon = resentNanos[at] != NEVER && nowNanos - resentNanos[at] < minIntervalNanos;
        return tooSoon || budget == 0 ? DropReason.RETRANSMISSION_RATE_LIMITED : null;
    }

    /**
     * Takes a packet that nothing refuses, to be sent again now.
     *
     * @param into gets how it was rewritten
     */
    PacketSlot take(long outSeq, long nowNanos, Rewritten into) {
        int at = (int) outSeq & mask;
        PacketSlot slot = slots[at];
        if (outSeqs[at] != outSeq || slot == null) {
            throw new IllegalStateException("asked for a packet that is not there");
        }
        into.outSeq = outSeq;
        into.timestamp = timestamps[at];
        into.csrc = csrcs[at];
        into.marker = markers[at];
        into.pictureId = pictureIds[at];
        into.tl0PictureIndex = tl0PictureIndexes[at];
        into.frameNumber = frameNumbers[at];
        resentNanos[at] = nowNanos;
        budget--;
        return slot;
    }

    /** Forgets everything, so that an idle slot keeps no publisher's ring alive. */
    void clear() {
        Arrays.fill(outSeqs, NONE);
        Arrays.fill(slots, null);
    }
}
