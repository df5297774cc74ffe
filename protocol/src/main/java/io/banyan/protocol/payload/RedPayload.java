package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * A reusable view of a payload of redundant audio (RFC 2198 §3): earlier blocks, oldest first, and the primary one, which
 * the packet's timestamp is of. Not thread-safe.
 *
 * <pre>
 * |1|  block PT   |  timestamp offset (14)  | block length (10) |   for each earlier block
 * |0|  block PT   |                                                 for the primary; then all their data in that order
 * </pre>
 */
public final class RedPayload {
    /** More than browsers put in, and a bound for what a packet may make a reader do. */
    public static final int MAX_REDUNDANT = 8;

    private static final int FOLLOWED = 0x80;
    private static final int PAYLOAD_TYPE = 0x7f;

    private final int[] offsets = new int[MAX_REDUNDANT];
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int begin;
    private int redundant;
    private int primaryOffset;
    private int primaryLength;

    /**
     * Reads a payload's headers.
     *
     * @return whether it is well-formed: a primary block that is not empty, and no more before it than there is room
     */
    public boolean read(ByteBuffer payload, int offset, int length) {
        buffer = payload;
        begin = offset;
        redundant = 0;
        int end = offset + length;
        int at = offset;
        int earlierBytes = 0;
        while (at < end && (payload.get(at) & FOLLOWED) != 0) {
            if (redundant == MAX_REDUNDANT || end - at < RedWriter.REDUNDANT_HEADER_BYTES) {
                return false;
            }
            offsets[redundant++] = earlierBytes;
            earlierBytes += payload.getShort(at + 2) & RedWriter.MAX_BLOCK_BYTES;
            at += RedWriter.REDUNDANT_HEADER_BYTES;
        }
        primaryOffset = at + RedWriter.PRIMARY_HEADER_BYTES + earlierBytes;
        primaryLength = end - primaryOffset;
        for (int i = 0; i < redundant; i++) {
            offsets[i] += at + RedWriter.PRIMARY_HEADER_BYTES;
        }
        return primaryLength > 0;
    }

    /** How many blocks there are before the primary one, 0 to {@link #MAX_REDUNDANT}. */
    public int redundant() {
        return redundant;
    }

    /** What one of them is encoded with, the sender's number. */
    public int payloadType(int block) {
        return buffer.get(headerOf(block)) & PAYLOAD_TYPE;
    }

    /** How much earlier than the packet's its timestamp is, 0 to {@link RedWriter#MAX_TIMESTAMP_OFFSET}. */
    public int timestampOffset(int block) {
        return (buffer.getShort(headerOf(block) + 1) & 0xffff) >> 2;
    }

    /** Where its data begin, absolute in the buffer. */
    public int offset(int block) {
        return offsets[block];
    }

    /** Bytes of its data, 0 to {@link RedWriter#MAX_BLOCK_BYTES}. */
    public int length(int block) {
        return buffer.getShort(headerOf(block) + 2) & RedWriter.MAX_BLOCK_BYTES;
    }

    /** What the primary block is encoded with, the sender's number. */
    public int primaryPayloadType() {
        return buffer.get(headerOf(redundant)) & PAYLOAD_TYPE;
    }

    /** Where the primary block's data begin, absolute in the buffer. */
    public int primaryOffset() {
        return primaryOffset;
    }

    /** Bytes of the primary block's data, positive. */
    public int primaryLength() {
        return primaryLength;
    }

    /** Gives all blocks this payload type, in place. */
    public void patchPayloadTypes(int payloadType) {
        for (int i = 0; i < redundant; i++) {
            buffer.put(headerOf(i), (byte) (FOLLOWED | payloadType));
        }
        buffer.put(headerOf(redundant), (byte) payloadType);
    }

    private int headerOf(int block) {
        return begin + block * RedWriter.REDUNDANT_HEADER_BYTES;
    }
}
