package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/** Writes bits, highest first, into a buffer that has room for them. Not thread-safe. */
final class BitOutput {
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int offset;
    private int bits;

    void reset(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        bits = 0;
    }

    /** Writes the lowest bits of a value, up to 32 of them. */
    void put(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            int at = offset + (bits >> 3);
            int bit = 0x80 >> (bits & 7);
            int before = (bits & 7) == 0 ? 0 : buffer.get(at);
            buffer.put(at, (byte) (((value >>> i) & 1) != 0 ? before | bit : before));
            bits++;
        }
    }

    /** Bytes written, the last one filled up with zeros. */
    int bytes() {
        return (bits + 7) >> 3;
    }
}
