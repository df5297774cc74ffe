package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompoundTest {
    private static final ReportBlock BLOCK =
            new ReportBlock(0x0a0b0c0d, 0x40, -2, 0x0001fffe, 0x123, 0xb7052000, 0x00054000);
    private static final String BLOCK_HEX = "0a0b0c0d 40fffffe 0001fffe 00000123 b7052000 00054000";

    static Stream<Arguments> packets() {
        return Stream.of(
                Arguments.of(
                        new SenderReport(1, 0xb44db705_20000000L, 0x11223344, 5, 6, List.of(BLOCK)),
                        "81c8000c 00000001 b44db705 20000000 11223344 00000005 00000006" + BLOCK_HEX),
                Arguments.of(new ReceiverReport(1, List.of()), "80c90001 00000001"),
                Arguments.of(new ReceiverReport(1, List.of(BLOCK, BLOCK)), "82c9000d 00000001" + BLOCK_HEX + BLOCK_HEX),
                Arguments.of(SourceDescription.of(1, "a"), "81ca0002 00000001 0101 61 00"),
                Arguments.of(SourceDescription.of(1, "ab"), "81ca0003 00000001 0102 6162 00000000"),
                Arguments.of(
                        new SourceDescription(
                                List.of(new SourceDescription.Chunk(1, "abcde"), new SourceDescription.Chunk(2, "ü"))),
                        "82ca0006 00000001 0105 6162636465 00 00000002 0102 c3bc 00000000"),
                Arguments.of(new Goodbye(List.of(1, -2)), "82cb0002 00000001 fffffffe"),
                Arguments.of(new Goodbye(List.of()), "80cb0000"),
                Arguments.of(new GenericNack(1, 2, List.of(10, 11, 26)), "81cd0003 00000001 00000002 000a8001"),
                Arguments.of(
                        new GenericNack(1, 2, List.of(65535, 0, 15, 16)),
                        "81cd0004 00000001 00000002 ffff8001 00100000"),
                Arguments.of(new PictureLossIndication(1, 2), "81ce0002 00000001 00000002"),
                Arguments.of(
                        new FullIntraRequest(
                                1, List.of(new FullIntraRequest.Entry(2, 7), new FullIntraRequest.Entry(3, 255))),
                        "84ce0006 00000001 00000000 00000002 07000000 00000003 ff000000"),
                Arguments.of(
                        new Remb(1, 1_000_000, List.of(2)), "8fce0005 00000001 00000000 52454d42 010bd090 00000002"),
                Arguments.of(new Remb(1, 0, List.of()), "8fce0004 00000001 00000000 52454d42 00000000"));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void shouldWriteAndRead(RtcpPacket packet, String hex) {
        ByteBuffer out = ByteBuffer.allocate(100);
        for (int i = 0; i < 100; i++) {
            out.put(i, (byte) 0x55);
        }
        int bytes = CompoundWriter.write(List.of(packet), out, 1);
        assertThat(Hex.of(out, 1, bytes)).isEqualTo(hex.replace(" ", ""));
        assertThat(CompoundReader.read(out, 1, bytes)).containsExactly(packet);
    }

    @Test
    void shouldReadACompoundInOrder() {
        List<RtcpPacket> packets = List.of(
                new ReceiverReport(1, List.of(BLOCK)),
                SourceDescription.of(1, "cname"),
                new PictureLossIndication(1, 2));
        ByteBuffer out = ByteBuffer.allocateDirect(100);
        int bytes = CompoundWriter.write(packets, out, 0);
        assertThat(CompoundReader.read(out, 0, bytes)).isEqualTo(packets);
    }

    @Test
    void shouldWriteNothingWithoutRoom() {
        List<RtcpPacket> packets = List.of(new PictureLossIndication(1, 2), new PictureLossIndication(1, 3));
        ByteBuffer out = ByteBuffer.allocate(23);
        assertThat(CompoundWriter.write(packets, out, 0)).isEqualTo(-1);
        assertThat(out.array()).containsOnly(0);
    }

    @Test
    void shouldHaveUnknownPacketsForWhatItDoesNotRead() {
        String app = "85cc0002 00000001 41424344";
        String xr = "80cf0001 00000001";
        String transport = "83cd0002 00000001 00000002";
        String layerRefresh = "8ace0002 00000001 00000002";
        String otherApplication = "8fce0003 00000001 00000000 41424344";
        ByteBuffer buffer = Hex.buffer(app + xr + transport + layerRefresh + otherApplication);
        assertThat(CompoundReader.read(buffer, 0, buffer.capacity()))
                .containsExactly(
                        new Unknown(204, 5),
                        new Unknown(207, 0),
                        new Unknown(205, 3),
                        new Unknown(206, 10),
                        new Unknown(206, 15));
        List<RtcpPacket> unknown = List.of(new Unknown(204, 5));
        assertThatThrownBy(() -> CompoundWriter.write(unknown, ByteBuffer.allocate(99), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStepOverPadding() {
        ByteBuffer buffer = Hex.buffer("a0c90002 00000001 00000004" + "81ce0002 00000001 00000002");
        assertThat(CompoundReader.read(buffer, 0, buffer.capacity()))
                .containsExactly(new ReceiverReport(1, List.of()), new PictureLossIndication(1, 2));
    }

    @Test
    void shouldReadTheCnameAmongOtherItems() {
        // tool "xy", then the CNAME, then a note; ends on a word, so that four null bytes follow.
        ByteBuffer buffer = Hex.buffer("81ca0005 00000001 06027879 01026162 0702 6162 00000000");
        assertThat(CompoundReader.read(buffer, 0, buffer.capacity())).containsExactly(SourceDescription.of(1, "ab"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty, ''",
        "no whole word, 80c9",
        "odd length, 80c9000100000001ff",
        "version 1, 40c9000100000001",
        "longer than the datagram, 80c9000200000001",
        "second one cut, 80c900010000000180c90001",
        "report block missing, 81c9000100000001",
        "sender info missing, 80c8000100000001",
        "bye without its source, 81cb0000",
        "sdes without its chunk, 81ca0000",
        "sdes item too long, 81ca00020000000101ff6161",
        "sdes without end, 81ca00020000000101026162",
        "nack without pair, 81cd00020000000100000002",
        "feedback without media source, 81ce000100000001",
        "remb without its ssrcs, 8fce0004000000010000000052454d4203000000",
        "remb beyond 63 bits, 8fce0004000000010000000052454d4200ffffff",
        "padding of zero bytes, a0c900020000000100000000",
        "padding longer than packet, a0c900020000000100000009",
    })
    void shouldRefuse(String what, String hex) {
        ByteBuffer buffer = Hex.buffer(hex);
        assertThat(CompoundReader.read(buffer, 0, buffer.capacity())).as(what).isEmpty();
    }

    @Test
    void shouldRefuseMorePacketsThanAnybodySends() {
        ByteBuffer buffer = Hex.buffer("80cb0000".repeat(65));
        assertThat(CompoundReader.read(buffer, 0, 64 * 4)).hasSize(64);
        assertThat(CompoundReader.read(buffer, 0, 65 * 4)).isEmpty();
    }

    @Test
    void shouldRefuseValuesThatCannotBeWritten() {
        assertThatThrownBy(() -> new ReceiverReport(1, Collections.nCopies(32, BLOCK)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SourceDescription.of(1, "x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Remb(1, -1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepEighteenBitsOfALargeBitrate() {
        ByteBuffer out = ByteBuffer.allocate(20);
        CompoundWriter.write(List.of(new Remb(1, 10_000_000_001L, List.of())), out, 0);
        Remb read = (Remb) CompoundReader.read(out, 0, 20).getFirst();
        assertThat(read.bitrateBps()).isBetween(9_999_900_000L, 10_000_000_001L);
        CompoundWriter.write(List.of(new Remb(1, Long.MAX_VALUE, List.of())), out, 0);
        read = (Remb) CompoundReader.read(out, 0, 20).getFirst();
        assertThat(read.bitrateBps()).isGreaterThan(Long.MAX_VALUE / 4 * 3);
    }
}
