package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyframeDetectorTest {
    private static final String VP8_KEYFRAME = "90 80 8001  50 01 00 9d012a 8002 e0c1";

    @ParameterizedTest
    @CsvSource({
        "VP8, 1000, true",
        "VP8, 1001, false",
        "VP8, 80, false",
        "VP9_P0, 8c05, true",
        "VP9_P2, a8923400 07, true",
        "VP9_P0, a8923403 07, false",
        "VP9_P0, c88005, false",
        "VP9_P0, 8805, true",
        "VP9_P0, 88, false",
        "H264_CBP_M1, 6742, true",
        "H264_HIGH_M1, 7c8588, true",
        "H264_BP_M0, 419a, false",
        "AV1, 1808, true",
        "AV1, 1032, false",
        "OPUS, 78, true",
        "OPUS, '', false",
    })
    void shouldTellKeyframes(CodecId codec, String hex, boolean key) {
        ByteBuffer payload = Hex.buffer("ff" + hex);
        assertThat(new KeyframeDetector().isKeyframeStart(codec, payload, 1, payload.capacity() - 1))
                .isEqualTo(key);
    }

    @Test
    void shouldReadTheSizeOfAVp8KeyFrame() {
        ByteBuffer payload = Hex.buffer(VP8_KEYFRAME);
        assertThat(VideoFrameSize.read(CodecId.VP8, payload, 0, payload.capacity()))
                .isEqualTo(new VideoFrameSize(640, 480));
        assertThat(VideoFrameSize.read(CodecId.VP8, payload, 0, payload.capacity() - 1))
                .isNull();
    }

    @Test
    void shouldReadTheSizeOfTheHighestVp9Layer() {
        ByteBuffer payload = Hex.buffer("aa 05 00 07  30 0140 00b4 0280 0168");
        assertThat(VideoFrameSize.read(CodecId.VP9_P0, payload, 0, payload.capacity()))
                .isEqualTo(new VideoFrameSize(640, 360));
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, 1001000000",
        "VP8, 100000009d012b80028002",
        "VP9_P0, 8c05",
        "VP9_P0, 0a40",
        "H264_BP_M1, 6742",
        "VP9_P0, ''"
    })
    void shouldKnowNoSizeWhereNoneIsShown(CodecId codec, String hex) {
        ByteBuffer payload = Hex.buffer(hex);
        assertThat(VideoFrameSize.read(codec, payload, 0, payload.capacity())).isNull();
    }
}
