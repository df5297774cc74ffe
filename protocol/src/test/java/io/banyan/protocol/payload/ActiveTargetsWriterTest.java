package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActiveTargetsWriterTest {
    private static final String FRAME = "1 1 000101 0000000100000010";

    private final ActiveTargetsWriter writer = new ActiveTargetsWriter();
    private final DependencyDescriptor descriptor = new DependencyDescriptor();
    private final ByteBuffer out = ByteBuffer.allocate(400);

    @Test
    void shouldAnnounceTargetsOfAFrameThatSaidNothingOfThem() {
        DependencyStructure known = known();
        int length = write(new BitWriter().put(FRAME), 0b0011);
        assertThat(length).isEqualTo(5);
        assertThat(descriptor.read(out, 0, length, known)).isTrue();
        assertThat(descriptor.frameNumber()).isEqualTo(258);
        assertThat(descriptor.activeDecodeTargets()).isEqualTo(0b0011);
        assertThat(descriptor.indication(3)).isEqualTo(DependencyDescriptor.SWITCH);
    }

    @Test
    void shouldKeepTheStructureOfAKeyFrame() {
        int length = write(DependencyDescriptorTest.keyframe(), 0b0101);
        assertThat(descriptor.read(out, 0, length, null)).isTrue();
        assertThat(descriptor.isKeyframeStart()).isTrue();
        assertThat(descriptor.activeDecodeTargets()).isEqualTo(0b0101);
        DependencyStructure structure = Objects.requireNonNull(descriptor.structure());
        assertThat(structure.chains()).isEqualTo(2);
        assertThat(structure.height(1)).isEqualTo(360);
    }

    @Test
    void shouldReplaceWhatThePublisherAnnouncedAndKeepItsIndications() {
        DependencyStructure known = known();
        BitWriter bits = new BitWriter().put(FRAME).put("0 1 1 0 0").put("1111").put("11 01 00 00");
        int length = write(bits, 0b0001);
        assertThat(descriptor.read(out, 0, length, known)).isTrue();
        assertThat(descriptor.activeDecodeTargets()).isEqualTo(0b0001);
        assertThat(descriptor.indication(0)).isEqualTo(DependencyDescriptor.REQUIRED);
        assertThat(descriptor.indication(1)).isEqualTo(DependencyDescriptor.DISCARDABLE);
        assertThat(descriptor.indication(2)).isEqualTo(DependencyDescriptor.NOT_PRESENT);
    }

    @Test
    void shouldStayWithinItsBoundsWhateverItReads() {
        Random random = new Random(7);
        byte[] value = new byte[255];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(value);
            int length = random.nextInt(value.length + 1);
            int written =
                    writer.write(ByteBuffer.wrap(value), 0, length, 1 + random.nextInt(32), random.nextInt(), out);
            assertThat(written).isBetween(-1, length + ActiveTargetsWriter.MAX_GROWTH_BYTES);
        }
    }

    private DependencyStructure known() {
        ByteBuffer keyframe = DependencyDescriptorTest.keyframe().buffer();
        assertThat(descriptor.read(keyframe, 0, keyframe.capacity(), null)).isTrue();
        @Nullable DependencyStructure structure = descriptor.structure();
        return Objects.requireNonNull(structure);
    }

    private int write(BitWriter bits, int active) {
        ByteBuffer value = bits.buffer();
        return writer.write(value, 0, value.capacity(), 4, active, out);
    }
}
