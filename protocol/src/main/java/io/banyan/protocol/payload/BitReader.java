package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * Reads bits, highest first. Behind the end there are zeros, and {@link #overran} says so: one check at the end of a
 * structure instead of one at every field. Not thread-safe.
 */
final class BitReader {
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int offset;
    private long position;
    private long bits;

    void reset(ByteBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        position = 0;
        bits = 8L * length;
    }

    /** An unsigned number of 0 to 31 bits, or 32 as they are. */
    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value <<= 1;
            if (position < bits) {
                int at = (int) position;
                value |= (buffer.get(offset + (at >> 3)) >> (7 - (at & 7))) & 1;
            }
            position++;
        }
        return value;
    }

    boolean readFlag() {
        return read(1) != 0;
    }

    /**
     * A number below a limit, in as few bits as it takes (AV1 bitstream specification §4.10.7).
     *
     * @param limit at least 1
     */
    int readNonSymmetric(int limit) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(limit);
        int shortCodes = (1 << width) - limit;
        int value = read(width - 1);
        return value < shortCodes ? value : (value << 1) - shortCodes + read(1);
    }

    /** Bits read so far. */
    int position() {
        return (int) position;
    }

    /** Goes on with this bit. */
    void seek(int bit) {
        position = bit;
    }

    /** Whether more was read than there is. */
    boolean overran() {
        return position > bits;
    }
}
