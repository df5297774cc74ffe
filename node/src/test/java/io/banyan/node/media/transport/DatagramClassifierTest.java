package io.banyan.node.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramClassifierTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 20, STUN", // a Binding request
        "1, 1, 20, STUN", // a Binding response
        "3, 0, 20, STUN",
        "0, 1, 19, TOO_SHORT",
        "4, 0, 100, UNKNOWN",
        "16, 0, 100, UNKNOWN", // ZRTP
        "19, 0, 100, UNKNOWN",
        "20, 254, 13, DTLS",
        "22, 254, 100, DTLS", // a handshake record
        "63, 254, 100, DTLS",
        "22, 254, 12, TOO_SHORT",
        "64, 0, 100, UNKNOWN", // a TURN channel
        "79, 255, 100, UNKNOWN",
        "127, 0, 100, UNKNOWN",
        "128, 96, 12, RTP",
        "144, 224, 100, RTP", // payload type 96 with the marker
        "191, 127, 100, RTP",
        "128, 191, 100, RTP", // payload type 63 with the marker
        "128, 96, 11, TOO_SHORT",
        "128, 192, 8, RTCP",
        "128, 200, 28, RTCP", // a sender report
        "129, 206, 12, RTCP", // a PLI
        "128, 223, 8, RTCP",
        "128, 224, 100, RTP",
        "128, 200, 7, TOO_SHORT",
        "192, 0, 100, LINK",
        "200, 1, 9, LINK",
        "200, 1, 8, TOO_SHORT",
        "255, 255, 100, LINK"
    })
    void shouldTellProtocolsApart(int first, int second, int length, DatagramKind kind) {
        ByteBuffer buffer = ByteBuffer.allocate(200);
        buffer.put(50, (byte) first);
        buffer.put(51, (byte) second);

        assertThat(DatagramClassifier.classify(buffer, 50, length)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void shouldNotReadBehindTheEnd(int length) {
        assertThat(DatagramClassifier.classify(ByteBuffer.allocate(length), 0, length))
                .isEqualTo(DatagramKind.TOO_SHORT);
    }
}
