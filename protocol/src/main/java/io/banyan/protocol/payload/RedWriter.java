package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/** Writes the headers of redundant audio (RFC 2198 §3): those of earlier blocks, oldest first, then the primary one's. */
public final class RedWriter {
    /** Of a block that is not the primary one. */
    public static final int REDUNDANT_HEADER_BYTES = 4;

    public static final int PRIMARY_HEADER_BYTES = 1;

    /** 14 bits: at 48 kHz a third of a second. */
    public static final int MAX_TIMESTAMP_OFFSET = (1 << 14) - 1;

    /** 10 bits. */
    public static final int MAX_BLOCK_BYTES = (1 << 10) - 1;

    private RedWriter() {}

    /** Whether a block can be told of at all. */
    public static boolean fits(int timestampOffset, int bytes) {
        return timestampOffset > 0 && timestampOffset <= MAX_TIMESTAMP_OFFSET && bytes > 0 && bytes <= MAX_BLOCK_BYTES;
    }

    /**
     * Writes the header of an earlier block, one that {@link #fits}.
     *
     * @param payloadType 0 to 127
     * @param timestampOffset how much earlier than the primary block's its timestamp is
     * @return bytes written
     */
    public static int redundant(ByteBuffer out, int at, int payloadType, int timestampOffset, int bytes) {
        out.putInt(at, 0x8000_0000 | payloadType << 24 | timestampOffset << 10 | bytes);
        return REDUNDANT_HEADER_BYTES;
    }

    /**
     * Writes the header of the primary block.
     *
     * @param payloadType 0 to 127
     * @return bytes written
     */
    public static int primary(ByteBuffer out, int at, int payloadType) {
        out.put(at, (byte) payloadType);
        return PRIMARY_HEADER_BYTES;
    }
}
