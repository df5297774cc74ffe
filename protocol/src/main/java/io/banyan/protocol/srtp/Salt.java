package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A session salt, filled up with zeros on its right to the 16 bytes of an IV, as two words. */
record Salt(long high, long low) {
    static Salt of(byte[] salt) {
        ByteBuffer block = ByteBuffer.wrap(Arrays.copyOf(salt, 2 * Long.BYTES));
        return new Salt(block.getLong(), block.getLong());
    }

    @Override
    public String toString() {
        return "Salt";
    }
}
