package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NumberingTest {
    @Test
    void shouldTranslateExtensionIdsBothWays() {
        ExtensionMap map = ExtensionMap.of(
                Map.of(4, HeaderExtension.MID, 3, HeaderExtension.TRANSPORT_CC, 200, HeaderExtension.RID));
        assertThat(map.idOf(HeaderExtension.MID)).isEqualTo(4);
        assertThat(map.idOf(HeaderExtension.RID)).isEqualTo(200);
        assertThat(map.idOf(HeaderExtension.AUDIO_LEVEL)).isZero();
        assertThat(map.at(3)).isEqualTo(HeaderExtension.TRANSPORT_CC);
        assertThat(map.at(5)).isNull();
        assertThat(map.at(0)).isNull();
        assertThat(map.at(256)).isNull();
        assertThat(map.at(-1)).isNull();
    }

    @Test
    void shouldWriteAnExtensionOfTwoIdsWithTheLowest() {
        ExtensionMap map =
                ExtensionMap.of(Map.of(9, HeaderExtension.MID, 2, HeaderExtension.MID, 12, HeaderExtension.MID));
        assertThat(map.idOf(HeaderExtension.MID)).isEqualTo(2);
        assertThat(map.at(12)).isEqualTo(HeaderExtension.MID);
    }

    @Test
    void shouldKnowTheMeshesOwnNumbering() {
        for (HeaderExtension extension : HeaderExtension.values()) {
            assertThat(ExtensionMap.CANONICAL.idOf(extension)).isEqualTo(extension.number());
        }
        assertThat(ExtensionMap.EMPTY.idOf(HeaderExtension.MID)).isZero();
    }

    @Test
    void shouldRefuseExtensionIdsOutOfRange() {
        assertThatThrownBy(() -> ExtensionMap.of(Map.of(0, HeaderExtension.MID)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExtensionMap.of(Map.of(256, HeaderExtension.MID)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTranslatePayloadTypesBothWays() {
        PayloadTypeMap map = PayloadTypeMap.builder()
                .codec(96, CodecId.VP8)
                .rtx(97, 96)
                .codec(111, CodecId.OPUS)
                .build();
        assertThat(map.codecOf(96)).isEqualTo(CodecId.VP8);
        assertThat(map.codecOf(97)).isNull();
        assertThat(map.isRtx(97)).isTrue();
        assertThat(map.isRtx(96)).isFalse();
        assertThat(map.mediaPayloadTypeOf(97)).isEqualTo(96);
        assertThat(map.mediaPayloadTypeOf(96)).isEqualTo(-1);
        assertThat(map.payloadTypeOf(CodecId.VP8)).isEqualTo(96);
        assertThat(map.rtxPayloadTypeOf(CodecId.VP8)).isEqualTo(97);
        assertThat(map.rtxPayloadTypeOf(CodecId.OPUS)).isEqualTo(-1);
        assertThat(map.payloadTypeOf(CodecId.AV1)).isEqualTo(-1);
        assertThat(map.codecOf(-1)).isNull();
        assertThat(map.codecOf(128)).isNull();
        assertThat(map.isRtx(128)).isFalse();
        assertThat(map.mediaPayloadTypeOf(-1)).isEqualTo(-1);
    }

    @Test
    void shouldPairRetransmissionsWithThePayloadTypeThatIsWritten() {
        PayloadTypeMap map = PayloadTypeMap.builder()
                .codec(100, CodecId.VP8)
                .codec(96, CodecId.VP8)
                .rtx(97, 96)
                .rtx(101, 100)
                .build();
        assertThat(map.payloadTypeOf(CodecId.VP8)).isEqualTo(100);
        assertThat(map.rtxPayloadTypeOf(CodecId.VP8)).isEqualTo(101);
        assertThat(map.codecOf(96)).isEqualTo(CodecId.VP8);
    }

    @Test
    void shouldNotTakeRetransmissionsOfNothing() {
        PayloadTypeMap map = PayloadTypeMap.builder().rtx(97, 96).build();
        assertThat(map.isRtx(97)).isTrue();
        assertThat(map.rtxPayloadTypeOf(CodecId.VP8)).isEqualTo(-1);
    }
}
