package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpViewTest {
    private static final String FIXED = "80e0 fffe 89abcdef 01020304";

    private final RtpView view = new RtpView();

    @Test
    void shouldReadFixedHeader() {
        ByteBuffer packet = Hex.buffer(FIXED + "aabbcc");

        assertThat(view.wrap(packet, 0, 15)).isTrue();

        assertThat(view.payloadType()).isEqualTo(96);
        assertThat(view.marker()).isTrue();
        assertThat(view.wireSeq()).isEqualTo(0xfffe);
        assertThat(view.timestamp()).isEqualTo(0x89abcdef);
        assertThat(view.ssrc()).isEqualTo(0x01020304);
        assertThat(view.csrcCount()).isZero();
        assertThat(view.hasExtension()).isFalse();
        assertThat(view.headerLength()).isEqualTo(12);
        assertThat(view.payloadOffset()).isEqualTo(12);
        assertThat(view.payloadLength()).isEqualTo(3);
    }

    @Test
    void shouldReadCsrcsExtensionAndPaddingWithinALargerBuffer() {
        String packet = "b2 60 0001 00000002 00000003  00000011 80000012  bede 0001 10ff0000  abcd 000003";
        ByteBuffer buffer = Hex.buffer("ffffffffff" + packet + "ffff");

        assertThat(view.wrap(buffer, 5, buffer.capacity() - 7)).isTrue();

        assertThat(view.marker()).isFalse();
        assertThat(view.csrcCount()).isEqualTo(2);
        assertThat(view.csrc(0)).isEqualTo(0x11);
        assertThat(view.csrc(1)).isEqualTo(0x80000012);
        assertThat(view.extensionProfile()).isEqualTo(0xbede);
        assertThat(view.extensionOffset()).isEqualTo(5 + 24);
        assertThat(view.extensionLength()).isEqualTo(4);
        assertThat(view.headerLength()).isEqualTo(28);
        assertThat(view.payloadOffset()).isEqualTo(33);
        assertThat(view.payloadLength()).isEqualTo(2);
        assertThat(view.paddingLength()).isEqualTo(3);
        assertThatThrownBy(() -> view.csrc(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldTakePaddingOfAnEncryptedPacketForPayload() {
        ByteBuffer packet = Hex.buffer("a0e0 fffe 89abcdef 01020304 000000ff");
        assertThat(view.wrap(packet, 0, 16)).isFalse();
        assertThat(view.wrapProtected(packet, 0, 16)).isTrue();
        assertThat(view.payloadLength()).isEqualTo(4);
    }

    @Test
    void shouldAcceptAPacketOfPaddingOnly() {
        assertThat(view.wrap(Hex.buffer("a0e0 fffe 89abcdef 01020304 00000004"), 0, 16))
                .isTrue();
        assertThat(view.payloadLength()).isZero();
        assertThat(view.paddingLength()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty, ''",
        "header cut, 80e0fffe89abcdef010203",
        "version 1, 40e0fffe89abcdef01020304",
        "version 3, c0e0fffe89abcdef01020304",
        "csrcs missing, 81e0fffe89abcdef01020304",
        "extension header missing, 90e0fffe89abcdef01020304",
        "extension body missing, 90e0fffe89abcdef01020304bede0001",
        "padding of zero bytes, a0e0fffe89abcdef0102030400",
        "padding longer than payload, a0e0fffe89abcdef010203040005",
        "padding without payload, a0e0fffe89abcdef01020304",
    })
    void shouldRefuse(String what, String hex) {
        ByteBuffer packet = Hex.buffer(hex);
        assertThat(view.wrap(packet, 0, packet.capacity())).as(what).isFalse();
    }

    @Test
    void shouldRefuseToLookOutsideTheBuffer() {
        ByteBuffer packet = Hex.buffer(FIXED);
        assertThat(view.wrap(packet, 0, 13)).isFalse();
        assertThat(view.wrap(packet, 1, 12)).isFalse();
        assertThat(view.wrap(packet, -1, 12)).isFalse();
        assertThat(view.wrap(packet, Integer.MAX_VALUE, 12)).isFalse();
    }
}
