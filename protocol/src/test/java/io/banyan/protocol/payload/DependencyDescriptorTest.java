package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** By the syntax of the AV1 RTP specification, appendix A.8. */
class DependencyDescriptorTest {
    /** Start and end of frame, template 5, frame 258. */
    private static final String MANDATORY = "1 1 000101 0000000100000010";

    private final DependencyDescriptor descriptor = new DependencyDescriptor();

    /** Two spatial layers of two temporal ones each, four decode targets, two chains, sizes; ids from 5. */
    static BitWriter structure(BitWriter bits) {
        return bits.put("000101 00011")
                .put("01 10 01 11") // T1; next spatial; T1; end
                .put("10 10 10 10") // S0T0: switch for all four
                .put("00 01 00 01") // S0T1
                .put("00 00 10 11") // S1T0
                .put("00 00 00 01") // S1T1
                .put("1 0011 0  1 0001 1 0000 0  0  1 1111 0") // frame differences
                .putNonSymmetric(2, 5) // chains
                .put("0 0 1 1") // protected by
                .put("0100 0100  0010 0010  0001 0100  0001 0001")
                .put("1")
                .put(319, 16)
                .put(179, 16)
                .put(639, 16)
                .put(359, 16);
    }

    static BitWriter keyframe() {
        return structure(new BitWriter().put(MANDATORY).put("1 0 0 0 0"));
    }

    @Test
    void shouldReadTheMandatoryFieldsWithoutAStructure() {
        assertThat(read(new BitWriter().put("1 0 111111 1111111111111111"), null))
                .isTrue();
        assertThat(descriptor.startOfFrame()).isTrue();
        assertThat(descriptor.endOfFrame()).isFalse();
        assertThat(descriptor.frameNumber()).isEqualTo(65_535);
        assertThat(descriptor.hasLayer()).isFalse();
        assertThat(descriptor.hasStructure()).isFalse();
        assertThat(descriptor.hasActiveDecodeTargets()).isFalse();
        assertThatThrownBy(descriptor::spatialId).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReadAStructure() {
        assertThat(read(keyframe(), null)).isTrue();
        assertThat(descriptor.isKeyframeStart()).isTrue();
        assertThat(descriptor.frameNumber()).isEqualTo(258);
        assertThat(descriptor.hasActiveDecodeTargets()).isTrue();
        assertThat(descriptor.activeDecodeTargets()).isEqualTo(0b1111);
        assertThat(descriptor.spatialId()).isZero();
        assertThat(descriptor.temporalId()).isZero();
        assertThat(descriptor.indication(3)).isEqualTo(DependencyDescriptor.SWITCH);

        DependencyStructure structure = Objects.requireNonNull(descriptor.structure());
        assertThat(structure.templates()).isEqualTo(4);
        assertThat(structure.decodeTargets()).isEqualTo(4);
        assertThat(structure.chains()).isEqualTo(2);
        assertThat(structure.hasResolutions()).isTrue();
        assertThat(structure.width(0)).isEqualTo(320);
        assertThat(structure.height(1)).isEqualTo(360);
        assertThat(structure.targetSpatialId(0)).isZero();
        assertThat(structure.targetTemporalId(0)).isZero();
        assertThat(structure.targetTemporalId(1)).isEqualTo(1);
        assertThat(structure.targetSpatialId(2)).isEqualTo(1);
        assertThat(structure.targetTemporalId(2)).isZero();
        assertThat(structure.targetSpatialId(3)).isEqualTo(1);
        assertThat(structure.targetTemporalId(3)).isEqualTo(1);
    }

    @Test
    void shouldReadAFrameByTheKnownStructure() {
        assertThat(read(keyframe(), null)).isTrue();
        DependencyStructure known = descriptor.structure();
        assertThat(read(new BitWriter().put("0 1 001000 0000000100000011"), known))
                .isTrue();
        assertThat(descriptor.hasLayer()).isTrue();
        assertThat(descriptor.spatialId()).isEqualTo(1);
        assertThat(descriptor.temporalId()).isEqualTo(1);
        assertThat(descriptor.indication(3)).isEqualTo(DependencyDescriptor.DISCARDABLE);
        assertThat(descriptor.hasStructure()).isFalse();
        assertThat(descriptor.isKeyframeStart()).isFalse();
        assertThat(descriptor.structure()).isSameAs(known);
    }

    @Test
    void shouldReadActiveDecodeTargetsAndCustomIndications() {
        assertThat(read(keyframe(), null)).isTrue();
        BitWriter bits =
                new BitWriter().put(MANDATORY).put("0 1 1 0 0").put("0011").put("11 01 00 00");
        assertThat(read(bits, descriptor.structure())).isTrue();
        assertThat(descriptor.activeDecodeTargets()).isEqualTo(0b0011);
        assertThat(descriptor.hasActiveDecodeTargets()).isTrue();
        assertThat(descriptor.indication(0)).isEqualTo(DependencyDescriptor.REQUIRED);
        assertThat(descriptor.indication(2)).isEqualTo(DependencyDescriptor.NOT_PRESENT);
    }

    @Test
    void shouldReadWhatAFrameRefersTo() {
        assertThat(read(keyframe(), null)).isTrue();
        DependencyStructure known = descriptor.structure();
        assertThat(references()).containsExactly(4);
        assertThat(read(new BitWriter().put("1 1 000110 0000000000000000"), known))
                .isTrue();
        assertThat(references()).containsExactly(2, 1);
        assertThat(read(new BitWriter().put("1 1 000111 0000000000000000"), known))
                .isTrue();
        assertThat(references()).isEmpty();
        BitWriter custom =
                new BitWriter().put(MANDATORY).put("0 0 0 1 0").put("01 0000  10 00010000  11 111111111111  00");
        assertThat(read(custom, known)).isTrue();
        assertThat(references()).containsExactly(1, 17, 4_096);
        assertThat(read(new BitWriter().put(MANDATORY).put("0 0 0 1 0").put("00"), known))
                .isTrue();
        assertThat(references()).isEmpty();
    }

    @Test
    void shouldRefuseMoreReferencesThanAnyCodecHas() {
        assertThat(read(keyframe(), null)).isTrue();
        BitWriter bits = new BitWriter().put(MANDATORY).put("0 0 0 1 0").put("01 0000 ".repeat(33));
        assertThat(read(bits.put("00"), descriptor.structure())).isFalse();
    }

    @Test
    void shouldWrapTemplateIds() {
        BitWriter bits = new BitWriter().put("1 1 000000 0000000100000010").put("1 0 0 0 0");
        bits.put("111111 00000").put("00 11").put("10 11").put("0 0").put("0").put("0");
        assertThat(read(bits, null)).isTrue();
        assertThat(descriptor.hasLayer()).isTrue();
        assertThat(descriptor.indication(0)).isEqualTo(DependencyDescriptor.REQUIRED);
    }

    @Test
    void shouldNotKnowTheLayerOfAnUnknownTemplate() {
        assertThat(read(keyframe(), null)).isTrue();
        assertThat(read(new BitWriter().put("1 1 001001 0000000000000000"), descriptor.structure()))
                .isTrue();
        assertThat(descriptor.hasLayer()).isFalse();
    }

    @Test
    void shouldReadWhatItCanWithoutTheStructure() {
        assertThat(read(new BitWriter().put(MANDATORY).put("0 1 1 1 1 000"), null))
                .isTrue();
        assertThat(descriptor.hasLayer()).isFalse();
        assertThat(descriptor.hasActiveDecodeTargets()).isFalse();
        assertThat(descriptor.frameNumber()).isEqualTo(258);
    }

    @Test
    void shouldMakeAllOfThirtyTwoTargetsActive() {
        BitWriter bits = new BitWriter()
                .put(MANDATORY)
                .put("1 0 0 0 0")
                .put("000101 11111")
                .put("11");
        bits.put("10 ".repeat(32)).put("0").putNonSymmetric(0, 33).put("0");
        assertThat(read(bits, null)).isTrue();
        assertThat(descriptor.activeDecodeTargets()).isEqualTo(-1);
    }

    @Test
    void shouldRefuseWhatIsCut() {
        byte[] whole = keyframe().bytes();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length).slice();
            boolean mandatoryOnly = length == 3;
            assertThat(descriptor.read(cut, 0, length, null))
                    .as("%d bytes", length)
                    .isEqualTo(mandatoryOnly);
        }
    }

    @Test
    void shouldRefuseLayersBeyondTheLimits() {
        BitWriter spatial = new BitWriter()
                .put(MANDATORY)
                .put("1 0 0 0 0")
                .put("000101 00000")
                .put("10 10 10 10 11");
        assertThat(read(spatial.put(0, 400), null)).isFalse();
        BitWriter temporal = new BitWriter().put(MANDATORY).put("1 0 0 0 0").put("000101 00000");
        assertThat(read(temporal.put("01 ".repeat(8)).put("11").put(0, 400), null))
                .isFalse();
        BitWriter many = new BitWriter().put(MANDATORY).put("1 0 0 0 0").put("000101 00000");
        assertThat(read(many.put("00 ".repeat(64)).put("11").put(0, 400), null)).isFalse();
    }

    private List<Integer> references() {
        return IntStream.range(0, descriptor.references())
                .mapToObj(descriptor::reference)
                .toList();
    }

    private boolean read(BitWriter bits, @Nullable DependencyStructure known) {
        ByteBuffer value = bits.buffer();
        return descriptor.read(value, 0, value.capacity(), known);
    }
}
