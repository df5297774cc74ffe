package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the diagrams of RFC 9628 §4.2. */
class Vp9DescriptorTest {
    private final Vp9Descriptor descriptor = new Vp9Descriptor();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // payload, length, picture id bits, picture id, tid, sid, tl0, references, key
        "nothing, 00, 1, 0, -1, 0, 0, -1, 0, false",
        "key frame without layers, 8c 05, 2, 7, 5, 0, 0, -1, 0, true",
        "inter frame, c8 8005, 3, 15, 5, 0, 0, -1, 0, false",
        "non flexible, a8 9234 00 07, 5, 15, 4660, 0, 0, 7, 0, true",
        "upper spatial layer of a key frame, a8 9234 03 07, 5, 15, 4660, 0, 1, 7, 0, false",
        "temporal layer, e8 9234 54 07, 5, 15, 4660, 2, 2, 7, 0, false",
        "flexible key frame, b8 01 00, 3, 7, 1, 0, 0, -1, 0, true",
        "flexible with references, f8 01 20 03 05 08, 6, 7, 1, 1, 0, -1, 3, false",
        "flexible without layers, d8 01 02, 3, 7, 1, 0, 0, -1, 1, false",
    })
    void shouldRead(
            String what,
            String hex,
            int length,
            int bits,
            int pictureId,
            int temporalId,
            int spatialId,
            int tl0PicIdx,
            int references,
            boolean key) {
        ByteBuffer payload = Hex.buffer("ffff" + hex);
        assertThat(descriptor.read(payload, 2, payload.capacity() - 2)).as(what).isTrue();
        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.pictureIdBits()).isEqualTo(bits);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.temporalId()).isEqualTo(temporalId);
        assertThat(descriptor.spatialId()).isEqualTo(spatialId);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0PicIdx);
        assertThat(descriptor.referenceCount()).isEqualTo(references);
        assertThat(descriptor.isKeyframeStart()).isEqualTo(key);
    }

    @Test
    void shouldReadFlagsAndReferences() {
        assertThat(descriptor.read(Hex.buffer("fd 01 33 03 08"), 0, 5)).isTrue();
        assertThat(descriptor.isSwitchingUpPoint()).isTrue();
        assertThat(descriptor.isInterLayerDependent()).isTrue();
        assertThat(descriptor.endOfFrame()).isTrue();
        assertThat(descriptor.isNotReferenceForUpperLayers()).isTrue();
        assertThat(descriptor.reference(0)).isEqualTo(1);
        assertThat(descriptor.reference(1)).isEqualTo(4);
    }

    @Test
    void shouldReadTheScalabilityStructure() {
        // Two spatial layers with sizes, a group of two pictures: no reference, then one.
        ByteBuffer payload = Hex.buffer("aa 05 00 07  38 0140 00b4 0280 0168  02 00 14 01  99");
        assertThat(descriptor.read(payload, 0, payload.capacity())).isTrue();
        assertThat(descriptor.length()).isEqualTo(payload.capacity() - 1);
        assertThat(descriptor.structureLayers()).isEqualTo(2);
        assertThat(descriptor.hasSizes()).isTrue();
        assertThat(descriptor.width(0)).isEqualTo(320);
        assertThat(descriptor.height(0)).isEqualTo(180);
        assertThat(descriptor.width(1)).isEqualTo(640);
        assertThat(descriptor.height(1)).isEqualTo(360);
    }

    @Test
    void shouldReadAStructureWithoutSizesOrGroup() {
        assertThat(descriptor.read(Hex.buffer("0a 40"), 0, 2)).isTrue();
        assertThat(descriptor.structureLayers()).isEqualTo(3);
        assertThat(descriptor.hasSizes()).isFalse();
        assertThat(descriptor.length()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "80",
        "8080",
        "20",
        "2000",
        "30",
        "50",
        "5003",
        "5003050701",
        "02",
        "0210",
        "0210014000",
        "0208",
        "020801",
        "02080104",
    })
    void shouldRefuseWhatIsCutOrHasAFourthReference(String hex) {
        ByteBuffer payload = Hex.buffer(hex);
        assertThat(descriptor.read(payload, 0, payload.capacity())).isFalse();
    }

    @Test
    void shouldPatchACopyAtAnotherPlace() {
        assertThat(descriptor.read(Hex.buffer("a8 9234 00 07"), 0, 5)).isTrue();
        ByteBuffer copy = Hex.buffer("00 a8 9234 00 07");
        descriptor.patchPictureId(copy, 1, 1);
        descriptor.patchTl0PicIdx(copy, 1, 256 + 9);
        assertThat(Hex.of(copy, 0, 6)).isEqualTo("00a880010009");
    }
}
