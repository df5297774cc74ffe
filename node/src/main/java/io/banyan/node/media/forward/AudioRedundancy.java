package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.payload.RedWriter;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.PayloadTypeMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Redundant audio (RFC 2198) on one slot: passed on in the subscriber's numbers, taken off where it negotiated none, and
 * put on where it loses packets: each packet then carries those before it once more. Never on what is encrypted end to
 * end. Its sequence numbers are those of the primary blocks, so nothing else changes. Owned by a media loop.
 */
final class AudioRedundancy {
    /** So many earlier packets at most: of a loss of a fifth less than a hundredth is left. */
    static final int MAX_BLOCKS = 2;

    /** With headers, extensions and SRTP's tag still below what any path takes in one piece. */
    static final int MAX_PAYLOAD_BYTES = 1_000;

    private static final int FOLLOWED = 0x80;
    /** A power of two, more than {@link #MAX_BLOCKS}. */
    private static final int KEPT = 4;

    private static final long NOTHING = -1;

    private int opusType = SlotCodecs.NONE;
    private int redType = SlotCodecs.NONE;
    private int wanted;
    private boolean isEncrypted;
    /** Made when redundancy is first wanted: most subscribers lose nothing. */
    private @Nullable PacketSlot[] slots = {};

    private int[] generations = {};
    private int[] timestamps = {};
    private long[] outSeqs = {};
    /** Of the packet at hand: which of those before it go along, as a bit for each distance. */
    private int along;

    private int headerBytes;

    /** The slot was negotiated, or anew. */
    void negotiated(PayloadTypeMap payloadTypes) {
        opusType = payloadTypes.payloadTypeOf(CodecId.OPUS);
        redType = payloadTypes.payloadTypeOf(CodecId.RED);
        want(wanted);
    }

    /** What follows is of another source. */
    void begin(boolean ofEncrypted) {
        isEncrypted = ofEncrypted;
    }

    /** How many earlier packets each one is to carry, 0 to {@link #MAX_BLOCKS}. */
    void want(int blocks) {
        wanted = redType == SlotCodecs.NONE || opusType == SlotCodecs.NONE ? 0 : Math.clamp(blocks, 0, MAX_BLOCKS);
        if (wanted > 0 && slots.length == 0) {
            slots = new @Nullable PacketSlot[KEPT];
            generations = new int[KEPT];
            timestamps = new int[KEPT];
            outSeqs = new long[KEPT];
            Arrays.fill(outSeqs, NOTHING);
        }
    }

    /** How many earlier packets each one carries, if they are there. */
    int wanted() {
        return isEncrypted ? 0 : wanted;
    }

    /** Whether the packet can be turned into something that the subscriber has negotiated, though not as it is. */
    boolean canUnwrap(PacketSlot slot) {
        return slot.primaryBegin() > 0 && opusType != SlotCodecs.NONE;
    }

    /**
     * Decides how a packet goes.
     *
     * @param own payload type of its codec, or {@link SlotCodecs#NONE}
     * @return the payload type to send it with, or {@link SlotCodecs#NONE}
     */
    int plan(PacketSlot slot, Rewritten as, boolean withPayload, int own) {
        along = 0;
        headerBytes = 0;
        if (slot.primaryBegin() > 0) {
            if (redType == SlotCodecs.NONE) {
                return opusType;
            }
            headerBytes = headerBytes(slot);
            return redType;
        }
        if (wanted > 0 && withPayload && !isEncrypted && slot.codec() == CodecId.OPUS) {
            choose(slot, as);
        }
        return along == 0 ? own : redType;
    }

    /** Bytes of the payload in the ring that are not sent from there. */
    int skippedBytes(PacketSlot slot) {
        if (slot.primaryBegin() == 0) {
            return 0;
        }
        return redType == SlotCodecs.NONE ? slot.primaryBegin() : headerBytes;
    }

    /**
     * Writes what goes before the payload from the ring.
     *
     * @return bytes written
     */
    int write(PacketSlot slot, Rewritten as, ByteBuffer out, int offset) {
        if (headerBytes > 0) {
            return translate(slot, out, offset);
        }
        if (along == 0) {
            return 0;
        }
        int at = offset;
        for (int distance = MAX_BLOCKS; distance > 0; distance--) {
            if (goesAlong(distance)) {
                int kept = keptAt(as.outSeq - distance);
                at += RedWriter.redundant(out, at, opusType, as.timestamp - timestamps[kept], bytesAt(kept));
            }
        }
        at += RedWriter.primary(out, at, opusType);
        for (int distance = MAX_BLOCKS; distance > 0; distance--) {
            PacketSlot earlier = slots[keptAt(as.outSeq - distance)];
            if (goesAlong(distance) && earlier != null) {
                int bytes = earlier.payloadLength() - earlier.primaryBegin();
                out.put(at, earlier.buffer(), earlier.payloadOffset() + earlier.primaryBegin(), bytes);
                at += bytes;
            }
        }
        return at - offset;
    }

    /** A packet was sent: those after it may carry it. */
    void onSent(PacketSlot slot, Rewritten as) {
        boolean isReadable = slot.codec() == CodecId.OPUS || slot.primaryBegin() > 0;
        if (wanted > 0 && !isEncrypted && isReadable) {
            int at = keptAt(as.outSeq);
            slots[at] = slot;
            generations[at] = slot.generation();
            timestamps[at] = as.timestamp;
            outSeqs[at] = as.outSeq;
        }
    }

    /** Lets go of the publishers' packets. */
    void clear() {
        Arrays.fill(slots, null);
        Arrays.fill(outSeqs, NOTHING);
    }

    private void choose(PacketSlot slot, Rewritten as) {
        int bytes = RedWriter.PRIMARY_HEADER_BYTES + slot.payloadLength();
        for (int distance = 1; distance <= wanted; distance++) {
            int kept = keptAt(as.outSeq - distance);
            PacketSlot earlier = slots[kept];
            if (earlier == null || outSeqs[kept] != as.outSeq - distance || !earlier.isStill(generations[kept])) {
                continue;
            }
            bytes += RedWriter.REDUNDANT_HEADER_BYTES + bytesAt(kept);
            if (bytes > MAX_PAYLOAD_BYTES) {
                return;
            }
            if (RedWriter.fits(as.timestamp - timestamps[kept], bytesAt(kept))) {
                along |= 1 << distance;
            }
        }
    }

    private boolean goesAlong(int distance) {
        return (along & 1 << distance) != 0;
    }

    private int bytesAt(int kept) {
        PacketSlot slot = slots[kept];
        return slot == null ? 0 : slot.payloadLength() - slot.primaryBegin();
    }

    private static int keptAt(long outSeq) {
        return (int) outSeq & (KEPT - 1);
    }

    private static int headerBytes(PacketSlot slot) {
        int at = slot.payloadOffset();
        while ((slot.buffer().get(at) & FOLLOWED) != 0) {
            at += RedWriter.REDUNDANT_HEADER_BYTES;
        }
        return at + RedWriter.PRIMARY_HEADER_BYTES - slot.payloadOffset();
    }

    /** The headers with the subscriber's number for Opus. */
    private int translate(PacketSlot slot, ByteBuffer out, int offset) {
        out.put(offset, slot.buffer(), slot.payloadOffset(), headerBytes);
        int last = offset + headerBytes - RedWriter.PRIMARY_HEADER_BYTES;
        for (int at = offset; at < last; at += RedWriter.REDUNDANT_HEADER_BYTES) {
            out.put(at, (byte) (FOLLOWED | opusType));
        }
        out.put(last, (byte) opusType);
        return headerBytes;
    }
}
