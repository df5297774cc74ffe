package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the diagrams of RFC 6184 §5.6 to §5.8. */
class H264PayloadTest {
    private final H264Payload payload = new H264Payload();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // payload, first type, fragment, start, end, SPS, PPS, IDR, key
        "single slice, 41 9a, 1, false, false, false, false, false, false, false",
        "single IDR slice, 65 88, 5, false, false, false, false, false, true, true",
        "single SPS, 67 42, 7, false, false, false, true, false, false, true",
        "single PPS, 68 ce, 8, false, false, false, false, true, false, false",
        "SPS and PPS, 78 0002 6742 0002 68ce, 7, false, false, false, true, true, false, true",
        "SPS behind a delimiter, 78 0002 0910 0001 67, 9, false, false, false, true, false, false, true",
        "SPS and PPS and IDR, 78 0001 67 0001 68 0003 658884, 7, false, false, false, true, true, true, true",
        "slices together, 78 0001 41 0001 41, 1, false, false, false, false, false, false, false",
        "first part of an IDR slice, 7c 85 88, 5, true, true, false, false, false, true, true",
        "middle of an IDR slice, 7c 05 88, 5, true, false, false, false, false, false, false",
        "last part of an IDR slice, 7c 45 88, 5, true, false, true, false, false, false, false",
        "first part of a slice, 5c 81 88, 1, true, true, false, false, false, false, false",
    })
    void shouldRead(
            String what,
            String hex,
            int firstType,
            boolean fragment,
            boolean start,
            boolean end,
            boolean sps,
            boolean pps,
            boolean idr,
            boolean key) {
        ByteBuffer buffer = Hex.buffer("ff" + hex);
        assertThat(payload.read(buffer, 1, buffer.capacity() - 1)).as(what).isTrue();
        assertThat(payload.firstNalType()).isEqualTo(firstType);
        assertThat(payload.isFragment()).isEqualTo(fragment);
        assertThat(payload.isFragmentStart()).isEqualTo(start);
        assertThat(payload.isFragmentEnd()).isEqualTo(end);
        assertThat(payload.hasSps()).isEqualTo(sps);
        assertThat(payload.hasPps()).isEqualTo(pps);
        assertThat(payload.hasIdrStart()).isEqualTo(idr);
        assertThat(payload.isKeyframeStart()).isEqualTo(key);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty, ''",
        "type 0, 00",
        "STAP-B, 7900000267",
        "MTAP, 7a",
        "FU-B, 7d85",
        "type 30, 7e",
        "aggregate of nothing, 78",
        "aggregate cut in a size, 7800",
        "aggregate with an empty unit, 780000",
        "aggregate cut in a unit, 78000267",
        "fragment without header, 7c",
        "fragment that starts and ends, 7cc5",
    })
    void shouldRefuse(String what, String hex) {
        ByteBuffer buffer = Hex.buffer(hex);
        assertThat(payload.read(buffer, 0, buffer.capacity())).as(what).isFalse();
    }
}
