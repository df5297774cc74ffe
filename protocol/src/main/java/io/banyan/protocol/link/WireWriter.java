package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes fields one behind the other, big-endian, within bounds; once something did not fit, nothing more is written. */
final class WireWriter {
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int start;
    private int at;
    private int end;
    private boolean overflown;

    WireWriter reset(ByteBuffer target, int offset, int limit) {
        out = target;
        start = offset;
        at = offset;
        end = limit;
        overflown = false;
        return this;
    }

    /** Bytes written, -1 if there was no room for all. */
    int length() {
        return overflown ? -1 : at - start;
    }

    /** How many bytes more there is room for. */
    int remaining() {
        return overflown ? 0 : end - at;
    }

    /** Where the next field goes, absolute. */
    int position() {
        return at;
    }

    WireWriter u8(int value) {
        if (reserve(1)) {
            out.put(at++, (byte) value);
        }
        return this;
    }

    WireWriter u16(int value) {
        if (reserve(2)) {
            out.putShort(at, (short) value);
            at += 2;
        }
        return this;
    }

    WireWriter u32(int value) {
        if (reserve(4)) {
            out.putInt(at, value);
            at += 4;
        }
        return this;
    }

    WireWriter u64(long value) {
        if (reserve(8)) {
            out.putLong(at, value);
            at += 8;
        }
        return this;
    }

    /** A text behind its length in two bytes. */
    WireWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        u16(bytes.length);
        if (reserve(bytes.length)) {
            out.put(at, bytes);
            at += bytes.length;
        }
        return this;
    }

    private boolean reserve(int bytes) {
        overflown |= bytes > end - at;
        return !overflown;
    }
}
