package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;

/**
 * A packet as the JDK's ciphers are fastest with it: within a {@code byte[]}. Heap buffers are read in place; what lies
 * outside the heap is copied, which costs a tenth of what those ciphers lose on it.
 */
final class PacketBytes {
    /** Longer than any packet on the internet; what is longer makes it grow. */
    private static final int INITIAL_BYTES = 2048;

    private byte[] copy = new byte[0];
    private byte[] result = new byte[INITIAL_BYTES];
    private byte[] array = copy;
    private int offset;

    /** Makes the packet readable at {@link #array()} from {@link #offset()}. */
    void read(ByteBuffer in, int inOffset, int length) {
        if (in.hasArray()) {
            array = in.array();
            offset = in.arrayOffset() + inOffset;
            return;
        }
        if (copy.length < length) {
            copy = new byte[Math.max(INITIAL_BYTES, length)];
        }
        in.get(inOffset, copy, 0, length);
        array = copy;
        offset = 0;
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    /** A place for the result. Never the packet itself: a JDK cipher that works in place allocates the whole array anew. */
    byte[] result(int length) {
        if (result.length < length) {
            result = new byte[length];
        }
        return result;
    }

    /** Writes header and result where they should go. */
    void write(ByteBuffer in, int inOffset, int headerLength, int resultLength, ByteBuffer out, int outOffset) {
        out.put(outOffset, in, inOffset, headerLength);
        out.put(outOffset + headerLength, result, 0, resultLength);
    }
}
