package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportFeedbackTest {
    private static final String HEAD = "00000001 00000002";

    @Test
    void shouldReadStatusesAndDeltas() {
        // Base 65534, 5 packets: small, lost, large (negative), small, lost.
        String body = HEAD + "fffe 0005 ffffff 07  d240  64 fff0 00 00 00";
        ByteBuffer buffer = Hex.buffer("8fcd0006" + body);

        TransportFeedback feedback = read(buffer);

        assertThat(feedback.senderSsrc()).isEqualTo(1);
        assertThat(feedback.mediaSsrc()).isEqualTo(2);
        assertThat(feedback.baseWireSeq()).isEqualTo(0xfffe);
        assertThat(feedback.packetCount()).isEqualTo(5);
        assertThat(feedback.referenceTime()).isEqualTo(-1);
        assertThat(feedback.feedbackCount()).isEqualTo(7);
        assertThat(feedback.receivedCount()).isEqualTo(3);
        assertThat(feedback.wireSeqAt(0)).isEqualTo(0xfffe);
        assertThat(feedback.wireSeqAt(1)).isEqualTo(0);
        assertThat(feedback.wireSeqAt(2)).isEqualTo(1);
        assertThat(feedback.positionAt(2)).isEqualTo(3);
        assertThat(feedback.deltaTicksAt(0)).isEqualTo(100);
        assertThat(feedback.deltaTicksAt(1)).isEqualTo(-16);
        assertThat(feedback.deltaTicksAt(2)).isZero();
    }

    @Test
    void shouldReadWhatBrowsersPadWithThePaddingBit() {
        // Padding wherever in the compound it stands, and less of it than a word.
        ByteBuffer buffer = Hex.buffer(
                "afcd0006" + HEAD + "0001 0002 000001 00  2002 04 04 00000004" + "81ce0002 00000001 00000002");
        List<RtcpPacket> packets = CompoundReader.read(buffer, 0, buffer.capacity());
        assertThat(packets).hasSize(2);
        assertThat(((TransportFeedback) packets.getFirst()).receivedCount()).isEqualTo(2);

        ByteBuffer odd = Hex.buffer("afcd0006" + HEAD + "0001 0003 000001 00  2003 04 04 04 000003");
        assertThat(read(odd).receivedCount()).isEqualTo(3);
    }

    @Test
    void shouldIgnoreStatusesBehindTheCount() {
        ByteBuffer buffer = Hex.buffer("8fcd0005" + HEAD + "0001 0001 000001 00  bfff 04 00");
        assertThat(read(buffer).receivedCount()).isEqualTo(1);
        assertThat(read(buffer).packetCount()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeMoreMemoryThanWasSent() {
        // Eight runs of 8191 lost packets in sixteen bytes.
        ByteBuffer buffer = Hex.buffer("8fcd0008" + HEAD + "0001 fff8 000001 00" + "1fff".repeat(8));
        assertThat(read(buffer).packetCount()).isEqualTo(0xfff8);
        assertThat(read(buffer).receivedCount()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no statuses, 8fcd0004 0000000100000002 00010000 00000100",
        "no chunk, 8fcd0004 0000000100000002 00010001 00000100",
        "fixed part cut, 8fcd0003 0000000100000002 00010001",
        "chunks too few, 8fcd0005 0000000100000002 0001000f 00000100 bfff0000",
        "delta missing, 8fcd0005 0000000100000002 00010003 00000100 20030404",
        "half a delta, 8fcd0005 0000000100000002 00010002 00000100 d8000400",
        "reserved status, 8fcd0005 0000000100000002 00010001 00000100 60010404",
        "endless empty runs, 8fcd0005 0000000100000002 00010001 00000100 00000000",
    })
    void shouldRefuse(String what, String hex) {
        ByteBuffer buffer = Hex.buffer(hex);
        assertThat(CompoundReader.read(buffer, 0, buffer.capacity())).as(what).isEmpty();
    }

    @Test
    void shouldUnwrapReferenceTimes() {
        ReferenceTimeUnwrapper times = new ReferenceTimeUnwrapper();
        long step = 64_000_000;
        assertThat(times.unwrapNanos(0x7f_fffe)).isEqualTo(0x7f_fffeL * step);
        assertThat(times.unwrapNanos(0x80_0001)).isEqualTo(0x80_0001L * step);
        assertThat(times.unwrapNanos(-1)).isEqualTo(0xff_ffffL * step);
        assertThat(times.unwrapNanos(1)).isEqualTo(0x100_0001L * step);
        assertThat(times.unwrapNanos(0xff_ffff)).isEqualTo(0xff_ffffL * step);
    }

    private static TransportFeedback read(ByteBuffer buffer) {
        return (TransportFeedback)
                CompoundReader.read(buffer, 0, buffer.capacity()).getFirst();
    }
}
