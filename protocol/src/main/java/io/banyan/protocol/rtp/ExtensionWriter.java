package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * Collects header extension elements and lays them as one block (RFC 8285): in the one-byte form if every element fits
 * it, else in the two-byte form. Reusable and not thread-safe.
 *
 * <p>Deviation: a client that did not negotiate {@code extmap-allow-mixed} may see both forms in one stream (RFC 8285
 * §4.1.2 says SHOULD NOT); browsers read either form at any time.
 */
public final class ExtensionWriter {
    /** As many extensions as we know, and some to spare. */
    private static final int MAX_ELEMENTS = 24;

    private static final int MAX_VALUES_BYTES = 1024;
    private static final int BLOCK_HEADER_BYTES = 4;

    private final ByteBuffer values = ByteBuffer.allocate(MAX_VALUES_BYTES);
    private final int[] ids = new int[MAX_ELEMENTS];
    private final int[] lengths = new int[MAX_ELEMENTS];
    private final int[] written = new int[MAX_ELEMENTS];
    private int count;
    private int valuesBytes;
    private boolean oneByteForm = true;

    /** Forgets all elements. */
    public ExtensionWriter reset() {
        count = 0;
        valuesBytes = 0;
        oneByteForm = true;
        return this;
    }

    /**
     * Adds an element with the bytes of a buffer. An id of 0 (not negotiated) adds nothing.
     *
     * @param id 0 to 255
     * @param length 0 to 255
     * @return whether there was room for it
     */
    public boolean add(int id, ByteBuffer source, int offset, int length) {
        if (id == 0) {
            return true;
        }
        if (!begin(id, length)) {
            return false;
        }
        values.put(valuesBytes, source, offset, length);
        end(id, length);
        return true;
    }

    /**
     * Adds an element with the low bytes of a number. An id of 0 (not negotiated) adds nothing.
     *
     * @param id 0 to 255
     * @param length 1 to 8
     * @return whether there was room for it
     */
    public boolean add(int id, long value, int length) {
        if (length < 1 || length > 8) {
            throw new IllegalArgumentException("a number has 1 to 8 bytes, not " + length);
        }
        if (id == 0) {
            return true;
        }
        if (!begin(id, length)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            values.put(valuesBytes + i, (byte) (value >>> (8 * (length - 1 - i))));
        }
        end(id, length);
        return true;
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Bytes that {@link #write} will need, a multiple of four; 0 if there is no element. */
    public int blockBytes() {
        if (count == 0) {
            return 0;
        }
        int elements = valuesBytes + count * (oneByteForm ? 1 : 2);
        return BLOCK_HEADER_BYTES + ((elements + 3) & ~3);
    }

    /**
     * Writes profile, length, elements and padding.
     *
     * @return bytes written, a multiple of four, 0 if there is no element; -1 if there is no room
     */
    public int write(ByteBuffer out, int offset) {
        int total = blockBytes();
        if (total == 0) {
            return 0;
        }
        if (offset < 0 || offset > out.limit() - total) {
            return -1;
        }
        int profile = oneByteForm ? HeaderExtensions.ONE_BYTE_PROFILE : HeaderExtensions.TWO_BYTE_PROFILE;
        out.putShort(offset, (short) profile);
        out.putShort(offset + 2, (short) (total / 4 - 1));
        int at = offset + BLOCK_HEADER_BYTES;
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (oneByteForm) {
                out.put(at++, (byte) ((ids[i] << 4) | (lengths[i] - 1)));
            } else {
                out.put(at++, (byte) ids[i]);
                out.put(at++, (byte) lengths[i]);
            }
            out.put(at, values, from, lengths[i]);
            written[i] = at - offset;
            from += lengths[i];
            at += lengths[i];
        }
        while (at < offset + total) {
            out.put(at++, (byte) 0);
        }
        return total;
    }

    /**
     * Where the last {@link #write} put an element's value, from the block's beginning; -1 if there is none. For values
     * that are only known when the packet is sent.
     */
    public int valuePositionOf(int id) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return written[i];
            }
        }
        return -1;
    }

    private boolean begin(int id, int length) {
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("an extension id is 1 to 255, not " + id);
        }
        return length >= 0 && length <= 255 && count < MAX_ELEMENTS && valuesBytes + length <= MAX_VALUES_BYTES;
    }

    private void end(int id, int length) {
        ids[count] = id;
        lengths[count] = length;
        count++;
        valuesBytes += length;
        oneByteForm &= id <= 14 && length >= 1 && length <= 16;
    }
}
