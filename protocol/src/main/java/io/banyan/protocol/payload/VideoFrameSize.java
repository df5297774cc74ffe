package io.banyan.protocol.payload;

import io.banyan.protocol.rtp.CodecId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How large a key frame's picture is, where the payload's header shows it.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record VideoFrameSize(int width, int height) {
    /** Frame tag, start code, and two bytes each for width and height. */
    private static final int VP8_KEYFRAME_HEADER_BYTES = 10;

    /**
     * The size, or null if the packet does not show it: VP8 shows it at the beginning of a key frame (RFC 6386 §9.1),
     * VP9 in its scalability structure (the highest spatial layer's).
     *
     * @param offset where the RTP payload begins
     * @param length of the payload without padding
     */
    public static @Nullable VideoFrameSize read(CodecId codec, ByteBuffer buffer, int offset, int length) {
        return switch (codec) {
            case VP8 -> readVp8(buffer, offset, length);
            case VP9_P0, VP9_P2 -> readVp9(buffer, offset, length);
            default -> null;
        };
    }

    private static @Nullable VideoFrameSize readVp8(ByteBuffer buffer, int offset, int length) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        if (!descriptor.read(buffer, offset, length) || !descriptor.isKeyframeStart()) {
            return null;
        }
        int at = offset + descriptor.length();
        boolean complete = descriptor.length() + VP8_KEYFRAME_HEADER_BYTES <= length;
        if (!complete || buffer.getShort(at + 3) != (short) 0x9d01 || buffer.get(at + 5) != 0x2a) {
            return null;
        }
        // Little-endian, 14 bits; the upper two scale the picture at display.
        return new VideoFrameSize(littleEndian(buffer, at + 6) & 0x3fff, littleEndian(buffer, at + 8) & 0x3fff);
    }

    private static @Nullable VideoFrameSize readVp9(ByteBuffer buffer, int offset, int length) {
        if (length < 1 || (buffer.get(offset) & 0x02) == 0) {
            return null;
        }
        Vp9Descriptor descriptor = new Vp9Descriptor();
        if (!descriptor.read(buffer, offset, length) || !descriptor.hasSizes()) {
            return null;
        }
        int highest = descriptor.structureLayers() - 1;
        return new VideoFrameSize(descriptor.width(highest), descriptor.height(highest));
    }

    private static int littleEndian(ByteBuffer buffer, int offset) {
        return (buffer.get(offset) & 0xff) | (buffer.get(offset + 1) & 0xff) << 8;
    }
}
