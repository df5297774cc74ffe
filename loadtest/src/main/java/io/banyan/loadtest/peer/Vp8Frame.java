package io.banyan.loadtest.peer;

import java.nio.ByteBuffer;

/** Writes and measures what stands before the content of a VP8 packet: descriptor and frame header (RFC 7741 §4). */
final class Vp8Frame {
    /** With a 15-bit picture id, TL0PICIDX, and TID with KEYIDX. */
    static final int DESCRIPTOR_BYTES = 6;

    static final int KEY_HEADER_BYTES = 10;
    static final int DELTA_HEADER_BYTES = 3;

    private Vp8Frame() {}

    /** Bytes before the content of a packet that {@link #write} makes. */
    static int headBytes(boolean isFirst, boolean isKey) {
        return DESCRIPTOR_BYTES + (isFirst ? isKey ? KEY_HEADER_BYTES : DELTA_HEADER_BYTES : 0);
    }

    static void write(
            ByteBuffer out,
            int offset,
            boolean isFirst,
            boolean isKey,
            int pictureId,
            int tl0PicIdx,
            int width,
            int height) {
        out.put(offset, (byte) (isFirst ? 0x90 : 0x80));
        out.put(offset + 1, (byte) 0xf0);
        out.putShort(offset + 2, (short) (0x8000 | (pictureId & 0x7fff)));
        out.put(offset + 4, (byte) tl0PicIdx);
        out.put(offset + 5, (byte) 0x20);
        if (!isFirst) {
            return;
        }
        int frame = offset + DESCRIPTOR_BYTES;
        // Shown, version 0; the lowest bit is clear in key frames (RFC 6386 §9.1).
        out.put(frame, (byte) (isKey ? 0x10 : 0x11));
        out.putShort(frame + 1, (short) 0);
        if (isKey) {
            out.put(frame + 3, (byte) 0x9d);
            out.put(frame + 4, (byte) 0x01);
            out.put(frame + 5, (byte) 0x2a);
            out.putShort(frame + 6, Short.reverseBytes((short) width));
            out.putShort(frame + 8, Short.reverseBytes((short) height));
        }
    }

    /**
     * Bytes before the content of a packet, whatever form its descriptor has; -1: cut off.
     */
    static int headBytes(ByteBuffer in, int offset, int length) {
        int descriptor = descriptorBytes(in, offset, length);
        if (descriptor < 0 || !startsFrame(in, offset)) {
            return descriptor;
        }
        if (length <= descriptor) {
            return -1;
        }
        int total = descriptor + (isKey(in, offset + descriptor) ? KEY_HEADER_BYTES : DELTA_HEADER_BYTES);
        return total <= length ? total : -1;
    }

    static boolean startsKeyFrame(ByteBuffer in, int offset, int length) {
        int descriptor = descriptorBytes(in, offset, length);
        return descriptor >= 0 && descriptor < length && startsFrame(in, offset) && isKey(in, offset + descriptor);
    }

    /** Width in the upper, height in the lower 16 bits, of a packet that starts a key frame; 0: cut off. */
    static int keyFrameSize(ByteBuffer in, int offset, int length) {
        int frame = offset + descriptorBytes(in, offset, length);
        if (frame + KEY_HEADER_BYTES > offset + length) {
            return 0;
        }
        int width = Short.reverseBytes(in.getShort(frame + 6)) & 0x3fff;
        int height = Short.reverseBytes(in.getShort(frame + 8)) & 0x3fff;
        return (width << 16) | height;
    }

    /** Whether a packet, at least a byte long, begins a picture: the first partition, by its first packet. */
    static boolean startsFrame(ByteBuffer in, int offset) {
        return (in.get(offset) & 0x17) == 0x10;
    }

    private static boolean isKey(ByteBuffer in, int frameOffset) {
        return (in.get(frameOffset) & 1) == 0;
    }

    private static int descriptorBytes(ByteBuffer in, int offset, int length) {
        if (length < 1) {
            return -1;
        }
        if ((in.get(offset) & 0x80) == 0) {
            return 1;
        }
        if (length < 3) {
            return -1;
        }
        int flags = in.get(offset + 1);
        int bytes = 2;
        if ((flags & 0x80) != 0) {
            bytes += (in.get(offset + 2) & 0x80) != 0 ? 2 : 1;
        }
        bytes += (flags & 0x40) != 0 ? 1 : 0;
        bytes += (flags & 0x30) != 0 ? 1 : 0;
        return bytes <= length ? bytes : -1;
    }
}
