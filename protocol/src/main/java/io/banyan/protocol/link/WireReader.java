package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads fields one behind the other, big-endian, within bounds; once something was missing, all further reads give 0. */
final class WireReader {
    private ByteBuffer in = ByteBuffer.allocate(0);
    private int at;
    private int end;
    private boolean broken;

    WireReader reset(ByteBuffer source, int offset, int length) {
        in = source;
        at = offset;
        end = offset + length;
        broken = false;
        return this;
    }

    /** Whether all that was read was there. */
    boolean isWhole() {
        return !broken;
    }

    int position() {
        return at;
    }

    int remaining() {
        return broken ? 0 : end - at;
    }

    int u8() {
        return has(1) ? in.get(at++) & 0xFF : 0;
    }

    int u16() {
        if (!has(2)) {
            return 0;
        }
        at += 2;
        return in.getShort(at - 2) & 0xFFFF;
    }

    int u32() {
        if (!has(4)) {
            return 0;
        }
        at += 4;
        return in.getInt(at - 4);
    }

    long u64() {
        if (!has(8)) {
            return 0;
        }
        at += 8;
        return in.getLong(at - 8);
    }

    /** Steps over bytes and says where they began. */
    int skip(int bytes) {
        if (bytes < 0 || !has(bytes)) {
            broken = true;
            return at;
        }
        at += bytes;
        return at - bytes;
    }

    /** A text behind its length in two bytes; empty if it is longer than allowed. */
    String text(int maxBytes) {
        int length = u16();
        if (length > maxBytes || !has(length)) {
            broken = true;
            return "";
        }
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        at += length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean has(int bytes) {
        broken |= bytes > end - at;
        return !broken;
    }
}
