package io.banyan.protocol.payload;

import io.banyan.protocol.rtp.CodecId;
import java.nio.ByteBuffer;

/** Tells by a packet's payload whether decoding of a stream can begin with it. Not thread-safe. */
public final class KeyframeDetector {
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final H264Payload h264 = new H264Payload();
    private final Av1Payload av1 = new Av1Payload();

    /**
     * Whether the packet is the first of a key frame; every audio packet with a payload is.
     *
     * @param offset where the RTP payload begins
     * @param length of the payload without padding
     */
    public boolean isKeyframeStart(CodecId codec, ByteBuffer buffer, int offset, int length) {
        return switch (codec) {
            case VP8 -> vp8.read(buffer, offset, length) && vp8.isKeyframeStart();
            case VP9_P0, VP9_P2 -> isVp9KeyframeStart(buffer, offset, length);
            case H264_CBP_M1, H264_CBP_M0, H264_BP_M1, H264_BP_M0, H264_MAIN_M1, H264_MAIN_M0, H264_HIGH_M1 ->
                h264.read(buffer, offset, length) && h264.isKeyframeStart();
            case AV1 -> av1.read(buffer, offset, length) && av1.isKeyframeStart();
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
