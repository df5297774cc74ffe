package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.Hex;
import io.banyan.protocol.rtp.Mutations;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadFuzzTest {
    private static final int ROUNDS = 150_000;
    private static final long SEED = 20261123;

    /** Reads a payload; says how many of its bytes it accounts for, or -1 if it is malformed. */
    private interface Reading {
        int read(ByteBuffer payload, int length);
    }

    @Test
    void shouldStayWithinAVp8Payload() {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        fuzz(
                List.of(
                        "90e0923405a001",
                        "90f09234ff5501",
                        "9080 7f00",
                        "1001",
                        "90 80 8001 50 01 00 9d012a 8002 e0c1"),
                (payload, length) -> {
                    new KeyframeDetector().isKeyframeStart(CodecId.VP8, payload, 0, length);
                    VideoFrameSize.read(CodecId.VP8, payload, 0, length);
                    if (!descriptor.read(payload, 0, length)) {
                        return -1;
                    }
                    descriptor.patchPictureId(payload, 0, 12_345);
                    descriptor.patchTl0PicIdx(payload, 0, 77);
                    int bits = descriptor.pictureIdBits();
                    boolean same = descriptor.read(payload, 0, length)
                            && descriptor.pictureIdBits() == bits
                            && (bits == 0 || descriptor.pictureId() == (12_345 & ((1 << bits) - 1)))
                            && (descriptor.tl0PicIdx() == -1 || descriptor.tl0PicIdx() == 77);
                    return same ? descriptor.length() : Integer.MAX_VALUE;
                });
    }

    @Test
    void shouldStayWithinAVp9Payload() {
        Vp9Descriptor descriptor = new Vp9Descriptor();
        fuzz(
                List.of("a89234000799", "f80120030508", "aa050007 380140 00b40280016802001401 99", "8c05", "0a40"),
                (payload, length) -> {
                    new KeyframeDetector().isKeyframeStart(CodecId.VP9_P0, payload, 0, length);
                    VideoFrameSize.read(CodecId.VP9_P2, payload, 0, length);
                    if (!descriptor.read(payload, 0, length)) {
                        return -1;
                    }
                    for (int i = 0; i < descriptor.referenceCount(); i++) {
                        descriptor.reference(i);
                    }
                    return descriptor.length();
                });
    }

    @Test
    void shouldStayWithinAnH264Payload() {
        H264Payload h264 = new H264Payload();
        fuzz(List.of("7800016700016800036588 84", "7c8588", "7c4588", "6742c01f", "419a"), (payload, length) -> {
            new KeyframeDetector().isKeyframeStart(CodecId.H264_CBP_M1, payload, 0, length);
            return h264.read(payload, 0, length) ? 1 : -1;
        });
    }

    @Test
    void shouldStayWithinAnAv1Payload() {
        Av1Payload av1 = new Av1Payload();
        fuzz(List.of("2802080032", "1808", "d00800", "00810032", "3002 0800 0132 33"), (payload, length) -> {
            new KeyframeDetector().isKeyframeStart(CodecId.AV1, payload, 0, length);
            return av1.read(payload, 0, length) ? 1 : -1;
        });
    }

    @Test
    void shouldStayWithinRedundantAudio() {
        RedPayload red = new RedPayload();
        fuzz(List.of("6f 0102", "ef 0f0002 6f 0102 0304", "ef 1e0001 ef 0f0001 6f 01 02 03"), (payload, length) -> {
            if (!red.read(payload, 0, length)) {
                return -1;
            }
            int end = red.primaryOffset() + red.primaryLength();
            for (int i = 0; i < red.redundant(); i++) {
                if (red.offset(i) + red.length(i) > red.primaryOffset()
                        || red.timestampOffset(i) > RedWriter.MAX_TIMESTAMP_OFFSET) {
                    return Integer.MAX_VALUE;
                }
            }
            int blocks = red.redundant();
            red.patchPayloadTypes(1);
            boolean same = red.read(payload, 0, length)
                    && red.redundant() == blocks
                    && red.primaryPayloadType() == 1
                    && red.primaryOffset() + red.primaryLength() == end;
            return same && end == length ? length : Integer.MAX_VALUE;
        });
    }

    @Test
    void shouldStayWithinADependencyDescriptor() {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        DependencyDescriptor first = new DependencyDescriptor();
        ByteBuffer keyframe = DependencyDescriptorTest.keyframe().buffer();
        assertThat(first.read(keyframe, 0, keyframe.capacity(), null)).isTrue();
        DependencyStructure known = first.structure();
        List<byte[]> valid = List.of(
                DependencyDescriptorTest.keyframe().bytes(), Hex.bytes("c50102"), Hex.bytes("c50102 6 3 d 0 00"));
        fuzzBytes(valid, (payload, length) -> {
            if (!descriptor.read(payload, 0, length, known)) {
                return -1;
            }
            DependencyStructure structure = descriptor.structure();
            if (structure != null && descriptor.hasLayer()) {
                int layers = descriptor.spatialId() + descriptor.temporalId();
                for (int i = 0; i < structure.decodeTargets(); i++) {
                    layers += descriptor.indication(i) + structure.targetSpatialId(i) + structure.targetTemporalId(i);
                }
                if (structure.hasResolutions()) {
                    layers += structure.width(descriptor.spatialId()) + structure.height(descriptor.spatialId());
                }
                return layers >= 0 && structure.templates() <= 64 ? 3 : Integer.MAX_VALUE;
            }
            return 3;
        });
    }

    private static void fuzz(List<String> valid, Reading reading) {
        fuzzBytes(valid.stream().map(Hex::bytes).toList(), reading);
    }

    private static void fuzzBytes(List<byte[]> valid, Reading reading) {
        Mutations mutations = new Mutations(SEED, valid);
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ByteBuffer payload = mutations.next();
            int bytes = reading.read(payload, payload.capacity());
            if (bytes > payload.capacity() || bytes == 0) {
                throw new AssertionError("round " + i + ": " + Hex.of(payload, 0, payload.capacity()));
            }
            accepted += bytes > 0 ? 1 : 0;
        }
        assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS - 1);
    }
}
