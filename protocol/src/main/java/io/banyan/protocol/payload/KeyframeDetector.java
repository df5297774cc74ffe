package io.banyan.protocol.payload;

import io.banyan.protocol.rtp.CodecId;
import java.nio.ByteBuffer;

/** Tells by a packet's payload whether decoding of a stream can begin with it. */
public final class KeyframeDetector {
    private KeyframeDetector() {}

    /**
     * Whether the packet is the first of a key frame; every audio packet with a payload is.
     *
     * @param offset where the RTP payload begins
     * @param length of the payload without padding
     */
    public static boolean isKeyframeStart(CodecId codec, ByteBuffer buffer, int offset, int length) {
        // The views do not leave this method, so that the compiler can spare them.
        return switch (codec) {
            case VP8 -> {
                Vp8Descriptor descriptor = new Vp8Descriptor();
                yield descriptor.read(buffer, offset, length) && descriptor.isKeyframeStart();
            }
            case VP9_P0, VP9_P2 -> isVp9KeyframeStart(buffer, offset, length);
            case H264_CBP_M1, H264_CBP_M0, H264_BP_M1, H264_BP_M0, H264_MAIN_M1, H264_MAIN_M0, H264_HIGH_M1 -> {
                H264Payload payload = new H264Payload();
                yield payload.read(buffer, offset, length) && payload.isKeyframeStart();
            }
            case AV1 -> {
                Av1Payload payload = new Av1Payload();
                yield payload.read(buffer, offset, length) && payload.isKeyframeStart();
            }
            case OPUS, RED, PCMU, PCMA, G722 -> length > 0;
        };
    }

    /** By the first byte for nearly every packet: the whole view, which has arrays, only where P is 0 and B is 1. */
    private static boolean isVp9KeyframeStart(ByteBuffer buffer, int offset, int length) {
        if (length < 1 || (buffer.get(offset) & 0x48) != 0x08) {
            return false;
        }
        Vp9Descriptor descriptor = new Vp9Descriptor();
        return descriptor.read(buffer, offset, length) && descriptor.isKeyframeStart();
    }
}
