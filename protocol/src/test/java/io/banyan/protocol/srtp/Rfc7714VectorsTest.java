package io.banyan.protocol.srtp;

import static io.banyan.protocol.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** RFC 7714 §16.1 and §17.1, which give session keys rather than master keys. */
class Rfc7714VectorsTest {
    private static final byte[] KEY = hex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] SALT = hex("517569642070726f2071756f");
    private static final byte[] RTP = hex("""
            8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976
            69736120 696e2070 61727465 73207472 6573""");
    private static final byte[] SEALED_RTP = hex("""
            8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5
            0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439
            0cce""");
    private static final byte[] RTCP = hex("""
            81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
            deadbeef deadbeef deadbeef deadbeef deadbeef""");
    private static final byte[] SEALED_RTCP = hex("""
            81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d
            c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872
            45d9eade 800005d4""");
    private static final byte[] TAGGED_RTCP = hex("""
            81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
            deadbeef deadbeef deadbeef deadbeef deadbeef 841dd968 3dd78ec9 2ae58790
            125f62b3 000005d4""");

    private final GcmCipher cipher = new GcmCipher(new SessionKeys(KEY, KEY, SALT, KEY, KEY, SALT));
    private final ByteBuffer out = ByteBuffer.allocate(256);

    @Test
    void shouldSealTheRtpPacket() {
        int length = cipher.sealRtp(0xF17B, 0x5501A0B2, ByteBuffer.wrap(RTP), 0, 12, RTP.length, out, 0);
        assertThat(Packets.take(out, 0, length)).isEqualTo(SEALED_RTP);
    }

    @Test
    void shouldOpenTheRtpPacket() {
        boolean opened =
                cipher.openRtp(0xF17B, 0x5501A0B2, ByteBuffer.wrap(SEALED_RTP), 0, 12, SEALED_RTP.length, out, 0);
        assertThat(opened).isTrue();
        assertThat(Packets.take(out, 0, RTP.length)).isEqualTo(RTP);
    }

    @Test
    void shouldSealTheRtcpPacket() {
        int length = cipher.sealRtcp(0x5D4, 0x4D617273, ByteBuffer.wrap(RTCP), 0, RTCP.length, out, 0);
        assertThat(Packets.take(out, 0, length)).isEqualTo(SEALED_RTCP);
    }

    @Test
    void shouldOpenTheRtcpPacketEncryptedOrNot() {
        for (byte[] sealed : new byte[][] {SEALED_RTCP, TAGGED_RTCP}) {
            ByteBuffer in = ByteBuffer.wrap(sealed);
            assertThat(cipher.rtcpIndex(in, 0, sealed.length)).isEqualTo(0x5D4);
            assertThat(cipher.openRtcp(0x4D617273, in, 0, sealed.length, out, 0))
                    .isTrue();
            assertThat(Packets.take(out, 0, RTCP.length)).isEqualTo(RTCP);
        }
    }

    @Test
    void shouldNotOpenWhatAnEncryptedPacketCallsUnencrypted() {
        byte[] sealed = SEALED_RTCP.clone();
        sealed[sealed.length - 4] = 0;
        assertThat(cipher.openRtcp(0x4D617273, ByteBuffer.wrap(sealed), 0, sealed.length, out, 0))
                .isFalse();
    }
}
