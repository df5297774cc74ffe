package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.plane.DropReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From the numbers that a subscriber knows to the packets in their publishers' rings: which slot and generation, and
 * how the packet was rewritten. The newest pushes out the oldest; what was sent within a second makes room for more,
 * up to a bound. Owned by a media loop.
 */
final class RetransmissionMap {
    /** Retransmissions that may go out before as many packets were sent; then one for each packet. */
    static final int INITIAL_BUDGET = 64;

    /** Room at first; a power of two. */
    static final int FIRST_PACKETS = 64;

    /** A receiver gives up after about a second. */
    static final long KEEP_NANOS = 1_000_000_000;

    /** Times are kept in units of 2^17 ns, 131 µs: 32 bits of them wrap after six days. */
    private static final int TIME_SHIFT = 17;

    /** Fields of a packet, each an int, in half a cache line. */
    private static final int FIELDS = 8;

    private static final int OUT_SEQ = 0;
    private static final int GENERATION = 1;
    private static final int TIMESTAMP = 2;
    private static final int CSRC = 3;
    /** From the lowest bit: the marker, whether it was sent again, one more than TL0PICIDX, one more than the picture id. */
    private static final int MIXED = 4;

    private static final int FRAME_NUMBER = 5;
    /** When it was sent last. */
    private static final int SENT_AT = 6;

    private static final int ACTIVE_TARGETS = 7;

    private static final long NONE = Long.MIN_VALUE;

    private static final int MARKER = 1;
    private static final int RESENT = 2;
    private static final int TL0_SHIFT = 2;
    private static final int TL0_MASK = 0x1ff;
    private static final int PICTURE_SHIFT = 11;

    private final int maxPackets;
    private @Nullable PacketSlot[] slots = new @Nullable PacketSlot[FIRST_PACKETS];
    private int[] fields = new int[FIRST_PACKETS * FIELDS];
    /** However often a subscriber asks, no more is sent again than was sent: a node is no amplifier. */
    private int budget = INITIAL_BUDGET;

    private long newest = NONE;

    /**
     * Begins small.
     *
     * @param maxPackets how many are remembered at most, a power of two, not below {@link #FIRST_PACKETS}
     */
    RetransmissionMap(int maxPackets) {
        this.maxPackets = maxPackets;
    }

    /** Remembers a packet that was sent. */
    void put(PacketSlot slot, Rewritten rewritten, long nowNanos) {
        int seq = (int) rewritten.outSeq;
        while (slots.length < maxPackets && isOfUse(indexOf(seq), seq, nowNanos)) {
            grow();
        }
        int at = indexOf(seq);
        slots[at] = slot;
        int field = at * FIELDS;
        fields[field + OUT_SEQ] = seq;
        fields[field + GENERATION] = slot.generation();
        fields[field + TIMESTAMP] = rewritten.timestamp;
        fields[field + CSRC] = rewritten.csrc;
        fields[field + MIXED] = (rewritten.marker ? MARKER : 0)
                | (rewritten.tl0PictureIndex + 1) << TL0_SHIFT
                | (rewritten.pictureId + 1) << PICTURE_SHIFT;
        fields[field + FRAME_NUMBER] = rewritten.frameNumber;
        fields[field + ACTIVE_TARGETS] = rewritten.activeTargets;
        fields[field + SENT_AT] = time(nowNanos);
        budget = Math.min(budget + 1, maxPackets);
        newest = rewritten.outSeq;
    }

    /**
     * Why a packet cannot be sent again now, or null if it can.
     *
     * @param minIntervalNanos between two retransmissions of one packet
     */
    @Nullable
    DropReason refusal(long outSeq, long nowNanos, long minIntervalNanos) {
        int at = indexOf((int) outSeq);
        PacketSlot slot = slots[at];
        int field = at * FIELDS;
        if (slot == null || fields[field + OUT_SEQ] != (int) outSeq) {
            return DropReason.RETRANSMISSION_GONE;
        }
        if (!slot.isStill(fields[field + GENERATION])) {
            return DropReason.RING_OVERWRITTEN;
        }
        boolean tooSoon = (fields[field + MIXED] & RESENT) != 0
                && time(nowNanos) - fields[field + SENT_AT] < time(minIntervalNanos);
        return tooSoon || budget == 0 ? DropReason.RETRANSMISSION_RATE_LIMITED : null;
    }

    /**
     * Takes a packet that nothing refuses, to be sent again now.
     *
     * @param into gets how it was rewritten
     */
    PacketSlot take(long outSeq, long nowNanos, Rewritten into) {
        int at = indexOf((int) outSeq);
        PacketSlot slot = slots[at];
        int field = at * FIELDS;
        if (slot == null || fields[field + OUT_SEQ] != (int) outSeq) {
            throw new IllegalStateException("asked for a packet that is not there");
        }
        fill(outSeq, field, into);
        fields[field + MIXED] |= RESENT;
        fields[field + SENT_AT] = time(nowNanos);
        budget--;
        return slot;
    }

    /**
     * The packet that was remembered last, or null if it is not there any more.
     *
     * @param into gets how it was rewritten
     */
    @Nullable
    PacketSlot newest(Rewritten into) {
        int at = indexOf((int) newest);
        PacketSlot slot = slots[at];
        int field = at * FIELDS;
        boolean isThere = newest != NONE
                && slot != null
                && fields[field + OUT_SEQ] == (int) newest
                && slot.isStill(fields[field + GENERATION]);
        if (!isThere) {
            return null;
        }
        fill(newest, field, into);
        return slot;
    }

    private void fill(long outSeq, int field, Rewritten into) {
        into.outSeq = outSeq;
        into.timestamp = fields[field + TIMESTAMP];
        into.csrc = fields[field + CSRC];
        int mixed = fields[field + MIXED];
        into.marker = (mixed & MARKER) != 0;
        into.pictureId = (mixed >>> PICTURE_SHIFT) - 1;
        into.tl0PictureIndex = (mixed >>> TL0_SHIFT & TL0_MASK) - 1;
        into.frameNumber = fields[field + FRAME_NUMBER];
        into.activeTargets = fields[field + ACTIVE_TARGETS];
    }

    /** Forgets everything, so that an idle slot keeps no publisher's ring alive. */
    void clear() {
        Arrays.fill(slots, null);
        newest = NONE;
    }

    /** Whether another packet than this one stands there that may still be asked for. */
    private boolean isOfUse(int at, int seq, long nowNanos) {
        int field = at * FIELDS;
        return slots[at] != null
                && fields[field + OUT_SEQ] != seq
                && time(nowNanos) - fields[field + SENT_AT] < time(KEEP_NANOS);
    }

    private void grow() {
        @Nullable PacketSlot[] slotsBefore = slots;
        int[] fieldsBefore = fields;
        slots = new @Nullable PacketSlot[2 * slotsBefore.length];
        fields = new int[2 * fieldsBefore.length];
        for (int before = 0; before < slotsBefore.length; before++) {
            int at = indexOf(fieldsBefore[before * FIELDS + OUT_SEQ]);
            if (slotsBefore[before] != null) {
                slots[at] = slotsBefore[before];
                System.arraycopy(fieldsBefore, before * FIELDS, fields, at * FIELDS, FIELDS);
            }
        }
    }

    private int indexOf(int seq) {
        return seq & (slots.length - 1);
    }

    private static int time(long nanos) {
        return (int) (nanos >> TIME_SHIFT);
    }
}
