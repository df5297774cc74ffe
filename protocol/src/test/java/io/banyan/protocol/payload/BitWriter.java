package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/** Lays bits, highest first: for descriptors that a test makes. */
final class BitWriter {
    private final StringBuilder bits = new StringBuilder();

    BitWriter put(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append((value >> i) & 1);
        }
        return this;
    }

    /** Fields one behind the other in binary, with spaces between them. */
    BitWriter put(String fields) {
        bits.append(fields.replace(" ", ""));
        return this;
    }

    /** See {@link BitReader#readNonSymmetric}. */
    BitWriter putNonSymmetric(int value, int limit) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(limit);
        int shortCodes = (1 << width) - limit;
        return value < shortCodes ? put(value, width - 1) : put(value + shortCodes, width);
    }

    byte[] bytes() {
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                bytes[i / 8] |= (byte) (0x80 >> (i % 8));
            }
        }
        return bytes;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes());
    }
}
