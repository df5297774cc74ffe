package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RtxPacketTest {
    private static final String MEDIA = "90e0 fffe 89abcdef 01020304  bede 0001 10ff 0000  aabbccdd";
    private static final String RTX = "90e1 0007 89abcdef 0000000a  bede 0001 10ff 0000  fffe aabbccdd";

    private final RtpView view = new RtpView();

    @Test
    void shouldWrap() {
        ByteBuffer media = Hex.buffer(MEDIA);
        assertThat(view.wrap(media, 0, 24)).isTrue();
        ByteBuffer out = ByteBuffer.allocate(40);
        assertThat(RtxPacket.wrap(view, 97, 0x0a, 7, out, 3)).isEqualTo(26);
        assertThat(Hex.of(out, 3, 26)).isEqualTo(RTX.replace(" ", ""));
    }

    @Test
    void shouldUnwrapInPlace() {
        ByteBuffer buffer = Hex.buffer("0000" + RTX);
        assertThat(view.wrap(buffer, 2, 26)).isTrue();
        assertThat(RtxPacket.hasOriginal(view)).isTrue();
        assertThat(RtxPacket.originalWireSeq(view)).isEqualTo(0xfffe);
        assertThat(RtxPacket.unwrap(view, 96, 0x01020304, buffer, 2)).isEqualTo(24);
        assertThat(Hex.of(buffer, 2, 24)).isEqualTo(MEDIA.replace(" ", ""));
    }

    @Test
    void shouldUnwrapIntoAnotherBufferWithoutPadding() {
        ByteBuffer buffer = Hex.buffer("b0e1 0007 89abcdef 0000000a  bede 0001 10ff 0000  fffe aabbccdd 0002");
        assertThat(view.wrap(buffer, 0, 28)).isTrue();
        ByteBuffer out = ByteBuffer.allocateDirect(24);
        assertThat(RtxPacket.unwrap(view, 96, 0x01020304, out, 0)).isEqualTo(24);
        assertThat(Hex.of(out, 0, 24)).isEqualTo(MEDIA.replace(" ", ""));
    }

    @Test
    void shouldKeepTheOriginalsMarkerAndDropItsPaddingWhenWrapping() {
        ByteBuffer media = Hex.buffer("a060 0001 00000002 00000003 aa 000003");
        assertThat(view.wrap(media, 0, 16)).isTrue();
        ByteBuffer out = ByteBuffer.allocate(40);
        assertThat(RtxPacket.wrap(view, 97, 0x0a, 7, out, 0)).isEqualTo(15);
        assertThat(Hex.of(out, 0, 15)).isEqualTo("806100070000000200" + "00000a" + "0001" + "aa");
    }

    @Test
    void shouldTakePaddingForNoOriginal() {
        ByteBuffer buffer = Hex.buffer("a0e1 0007 89abcdef 0000000a  00000004");
        assertThat(view.wrap(buffer, 0, 16)).isTrue();
        assertThat(RtxPacket.hasOriginal(view)).isFalse();
        assertThat(RtxPacket.unwrap(view, 96, 1, buffer, 0)).isEqualTo(-1);
    }

    @Test
    void shouldRefuseWithoutRoom() {
        ByteBuffer media = Hex.buffer(MEDIA);
        assertThat(view.wrap(media, 0, 24)).isTrue();
        assertThat(RtxPacket.wrap(view, 97, 0x0a, 7, ByteBuffer.allocate(25), 0))
                .isEqualTo(-1);
        assertThat(RtxPacket.unwrap(view, 97, 0x0a, ByteBuffer.allocate(21), 0)).isEqualTo(-1);
    }
}
