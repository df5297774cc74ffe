package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links carry these numbers: a line may be added here, none may change. */
class CanonicalNumbersTest {
    @Test
    void shouldNeverRenumberCodecs() {
        String numbers = Arrays.stream(CodecId.values())
                .map(codec -> codec + "=" + codec.number())
                .collect(Collectors.joining(" "));
        assertThat(numbers)
                .isEqualTo("OPUS=1 RED=2 PCMU=3 PCMA=4 G722=5 VP8=16 VP9_P0=17 VP9_P2=18 H264_CBP_M1=19"
                        + " H264_CBP_M0=20 H264_BP_M1=21 H264_BP_M0=22 H264_MAIN_M1=23 H264_MAIN_M0=24"
                        + " H264_HIGH_M1=25 AV1=26");
    }

    @Test
    void shouldNeverRenumberExtensions() {
        String numbers = Arrays.stream(HeaderExtension.values())
                .map(extension -> extension + "=" + extension.number())
                .collect(Collectors.joining(" "));
        assertThat(numbers)
                .isEqualTo("MID=1 RID=2 REPAIRED_RID=3 ABS_SEND_TIME=4 TRANSPORT_CC=5 AUDIO_LEVEL=6"
                        + " DEPENDENCY_DESCRIPTOR=7 ABS_CAPTURE_TIME=8 PLAYOUT_DELAY=9 VIDEO_ORIENTATION=10");
    }

    @Test
    void shouldFindByNumberAndUri() {
        for (CodecId codec : CodecId.values()) {
            assertThat(CodecId.ofNumber(codec.number())).isSameAs(codec);
        }
        for (HeaderExtension extension : HeaderExtension.values()) {
            assertThat(HeaderExtension.ofNumber(extension.number())).isSameAs(extension);
            assertThat(HeaderExtension.ofUri(extension.uri())).isSameAs(extension);
        }
        assertThat(CodecId.ofNumber(0)).isNull();
        assertThat(CodecId.ofNumber(-1)).isNull();
        assertThat(CodecId.ofNumber(128)).isNull();
        assertThat(HeaderExtension.ofNumber(0)).isNull();
        assertThat(HeaderExtension.ofNumber(15)).isNull();
        assertThat(HeaderExtension.ofUri("urn:nothing")).isNull();
    }

    @Test
    void shouldTellCodecFamilies() {
        assertThat(Arrays.stream(CodecId.values()).filter(CodecId::isH264)).hasSize(7);
        assertThat(Arrays.stream(CodecId.values()).filter(CodecId::isVp9)).hasSize(2);
        assertThat(CodecId.AV1.kind()).isEqualTo(MediaKind.VIDEO);
        assertThat(CodecId.G722.clockRate()).isEqualTo(8_000);
    }
}
