package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the diagrams of RFC 7741 §4.2 and §4.3. */
class Vp8DescriptorTest {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // payload, length, start, key, picture id bits, picture id, tl0, tid, sync, key index
        "first byte only, 10 00, 1, true, true, 0, -1, -1, -1, false, -1",
        "interframe, 10 01, 1, true, false, 0, -1, -1, -1, false, -1",
        "continuation, 00 00, 1, false, false, 0, -1, -1, -1, false, -1",
        "second partition, 11 00, 1, false, false, 0, -1, -1, -1, false, -1",
        "extension without fields, 90 00 00, 2, true, true, 0, -1, -1, -1, false, -1",
        "seven bits, 90 80 7f 00, 3, true, true, 7, 127, -1, -1, false, -1",
        "fifteen bits, 90 80 ffff 00, 4, true, true, 15, 32767, -1, -1, false, -1",
        "fifteen bits of a small one, 90 80 8001 01, 4, true, false, 15, 1, -1, -1, false, -1",
        "layers, 90 e0 9234 05 a0 01, 6, true, false, 15, 4660, 5, 2, true, -1",
        "everything, 90 f0 9234 ff 55 01, 6, true, false, 15, 4660, 255, 1, false, 21",
        "key index alone, 90 10 5f 00, 3, true, true, 0, -1, -1, -1, false, 31",
        "nothing behind, 90 80 01, 3, true, false, 7, 1, -1, -1, false, -1",
    })
    void shouldRead(
            String what,
            String hex,
            int length,
            boolean start,
            boolean key,
            int bits,
            int pictureId,
            int tl0PicIdx,
            int temporalId,
            boolean sync,
            int keyIdx) {
        ByteBuffer payload = Hex.buffer("ffff" + hex);
        assertThat(descriptor.read(payload, 2, payload.capacity() - 2)).as(what).isTrue();
        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.startOfFrame()).isEqualTo(start);
        assertThat(descriptor.isKeyframeStart()).isEqualTo(key);
        assertThat(descriptor.pictureIdBits()).isEqualTo(bits);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0PicIdx);
        assertThat(descriptor.temporalId()).isEqualTo(temporalId);
        assertThat(descriptor.isLayerSync()).isEqualTo(sync);
        assertThat(descriptor.keyIdx()).isEqualTo(keyIdx);
    }

    @ParameterizedTest
    @CsvSource({"''", "80", "9080", "908080", "9040", "9020", "90e0807f", "90f0923405"})
    void shouldRefuseWhatIsCut(String hex) {
        ByteBuffer payload = Hex.buffer(hex);
        assertThat(descriptor.read(payload, 0, payload.capacity())).isFalse();
    }

    @Test
    void shouldTellFramesThatMayBeDropped() {
        assertThat(descriptor.read(Hex.buffer("3001"), 0, 2)).isTrue();
        assertThat(descriptor.isNonReference()).isTrue();
        assertThat(descriptor.read(Hex.buffer("1301"), 0, 2)).isTrue();
        assertThat(descriptor.isNonReference()).isFalse();
        assertThat(descriptor.partition()).isEqualTo(3);
        assertThat(descriptor.isStartOfPartition()).isTrue();
    }

    @Test
    void shouldPatchACopyAtAnotherPlace() {
        ByteBuffer payload = Hex.buffer("90e0 9234 05 a0 01");
        assertThat(descriptor.read(payload, 0, 7)).isTrue();
        ByteBuffer copy = Hex.buffer("000000 90e0 9234 05 a0 01");
        descriptor.patchPictureId(copy, 3, 0x18765);
        descriptor.patchTl0PicIdx(copy, 3, 0x1fe);
        assertThat(Hex.of(copy, 0, 10)).isEqualTo("000000" + "90e0" + "8765" + "fe" + "a001");
    }

    @Test
    void shouldPatchSevenBitsInPlace() {
        ByteBuffer payload = Hex.buffer("9080 7f 00");
        assertThat(descriptor.read(payload, 0, 4)).isTrue();
        descriptor.patchPictureId(payload, 0, 0x80);
        assertThat(Hex.of(payload, 0, 4)).isEqualTo("90800000");
    }

    @Test
    void shouldPatchNothingThatIsNotThere() {
        ByteBuffer payload = Hex.buffer("1000");
        assertThat(descriptor.read(payload, 0, 2)).isTrue();
        descriptor.patchPictureId(payload, 0, 5);
        descriptor.patchTl0PicIdx(payload, 0, 5);
        assertThat(Hex.of(payload, 0, 2)).isEqualTo("1000");
    }
}
