package io.banyan.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.CodecId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H264ProfileTest {
    @ParameterizedTest
    @CsvSource({
        "packetization-mode=1;profile-level-id=42e01f, H264_CBP_M1",
        "PACKETIZATION-MODE=1; profile-level-id=42E01F, H264_CBP_M1",
        "profile-level-id=42e01f, H264_CBP_M0",
        "packetization-mode=0;profile-level-id=42c02a, H264_CBP_M0",
        "packetization-mode=1;profile-level-id=4d801f, H264_CBP_M1",
        "packetization-mode=1;profile-level-id=58c01f, H264_CBP_M1",
        "packetization-mode=1;profile-level-id=42001f, H264_BP_M1",
        "packetization-mode=1;profile-level-id=58801f, H264_BP_M1",
        "packetization-mode=0;profile-level-id=42001f, H264_BP_M0",
        "level-asymmetry-allowed=1, H264_BP_M0",
        "packetization-mode=1;profile-level-id=4d001f, H264_MAIN_M1",
        "packetization-mode=0;profile-level-id=4d001f, H264_MAIN_M0",
        "packetization-mode=1;profile-level-id=64001f, H264_HIGH_M1",
        "packetization-mode=0;profile-level-id=64001f,",
        "packetization-mode=1;profile-level-id=640c1f,",
        "packetization-mode=1;profile-level-id=f4001f,",
        "packetization-mode=2;profile-level-id=42e01f,",
        "packetization-mode=x;profile-level-id=42e01f,",
        "packetization-mode=1;profile-level-id=42e01,",
        "packetization-mode=1;profile-level-id=zzzzzz,",
    })
    void shouldNameProfileAndPacketization(String parameters, CodecId expected) {
        assertThat(H264Profile.codecOf(FormatParameters.parse(parameters))).isEqualTo(expected);
    }
}
