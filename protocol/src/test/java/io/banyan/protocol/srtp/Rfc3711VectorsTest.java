package io.banyan.protocol.srtp;

import static io.banyan.protocol.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** RFC 3711 appendix B, and whole packets under the keys of B.3 as OpenSSL's AES-CTR and HMAC make them. */
class Rfc3711VectorsTest {
    private static final byte[] MASTER_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] MASTER_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");

    @Test
    void shouldDeriveTheKeysOfB3() {
        SessionKeys keys = SessionKeys.derive(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);
        assertThat(keys.rtpKey).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(keys.rtpSalt).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(keys.rtpAuthKey).isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void shouldGiveTheKeyStreamOfB2() {
        byte[] key = hex("2B7E151628AED2A6ABF7158809CF4F3C");
        byte[] salt = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
        CounterModeCipher cipher =
                new CounterModeCipher(new SessionKeys(key, new byte[20], salt, key, new byte[20], salt));
        // Zeros under SSRC, ROC and number 0 become the key stream itself; the vector shows its first and last blocks.
        int streamBytes = 0xFF02 * 16;
        byte[] plain = new byte[12 + streamBytes];
        plain[0] = (byte) 0x80;
        ByteBuffer out = ByteBuffer.allocate(plain.length + 10);
        cipher.sealRtp(0, 0, ByteBuffer.wrap(plain), 0, 12, plain.length, out, 0);
        assertThat(Packets.take(out, 12, 48))
                .isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB"
                        + "41E95B3BB0A2E8DD477901E4FCA894C0"));
        assertThat(Packets.take(out, 12 + 0xFEFF * 16, 48))
                .isEqualTo(hex("EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE"
                        + "6A2CC3787889374FBEB4C81B17BA6C44"));
    }

    @Test
    void shouldSealAWholePacket() {
        SrtpSender sender = new SrtpSender(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);
        assertThat(Packets.sealRtp(sender, hex("800f1234decafbadcafebabe abababababababababababababababab")))
                .isEqualTo(hex("800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb"));
    }

    @Test
    void shouldSealByTheRolloverCounter() {
        SrtpCipher cipher = SrtpCipherSuite.jdk().create(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);
        byte[] plain = hex("8060ffffdecafbadcafebabe 000102030405060708");
        ByteBuffer out = ByteBuffer.allocate(64);
        int length = cipher.sealRtp(0x1_2345_FFFFL, 0xCAFEBABE, ByteBuffer.wrap(plain), 0, 12, plain.length, out, 0);
        assertThat(Packets.take(out, 0, length))
                .isEqualTo(hex("8060ffffdecafbadcafebabe b7452a5dc883944187 c37eaef557555ab5cd1a"));
    }

    @Test
    void shouldSealAnRtcpPacket() {
        SrtpSender sender = new SrtpSender(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);
        byte[] plain = hex("81c8000bcafebabe abababababababababababababababab");
        Packets.sealRtcp(sender, plain); // takes index 0
        assertThat(Packets.sealRtcp(sender, plain))
                .isEqualTo(hex("81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798"));
    }

    @Test
    void shouldOpenAnRtcpPacketThatIsOnlyAuthenticated() throws Exception {
        SessionKeys keys = SessionKeys.derive(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(keys.rtcpAuthKey, "HmacSHA1"));
        byte[] clear = hex("81c90001cafebabe 01020304 00000007");
        ByteBuffer sealed = ByteBuffer.allocate(clear.length + 10);
        sealed.put(clear).put(Arrays.copyOf(mac.doFinal(clear), 10));
        SrtpReceiver receiver = new SrtpReceiver(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);
        ByteBuffer out = ByteBuffer.allocate(64);
        assertThat(receiver.unprotectRtcp(sealed, 0, sealed.capacity(), out, 0)).isEqualTo(12);
        assertThat(Packets.take(out, 0, 12)).isEqualTo(Arrays.copyOf(clear, 12));
    }
}
