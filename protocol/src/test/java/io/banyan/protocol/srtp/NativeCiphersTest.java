package io.banyan.protocol.srtp;

import static io.banyan.protocol.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.banyan.protocol.srtp.ffm.IpsecMb;
import io.banyan.protocol.srtp.ffm.OpenSsl;
import io.banyan.protocol.srtp.ffm.UnavailableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** Native ciphers against the JDK's, which the RFCs' vectors hold for. Skipped where a library is missing, but not in CI. */
class NativeCiphersTest {
    private static final int GUARD = 0x5A;

    /** A library with one of its profiles. */
    enum Backend {
        IPSEC_MB_GCM(SrtpProfile.AEAD_AES_128_GCM),
        OPENSSL_GCM(SrtpProfile.AEAD_AES_128_GCM),
        OPENSSL_COUNTER_MODE(SrtpProfile.AES_CM_128_HMAC_SHA1_80);

        final SrtpProfile profile;

        Backend(SrtpProfile profile) {
            this.profile = profile;
        }

        SrtpCipherSuite suite() throws UnavailableException {
            return this == IPSEC_MB_GCM
                    ? SrtpCiphers.ipsecMb(IpsecMb.load())
                    : SrtpCiphers.openSsl(OpenSsl.load(OpenSsl.FIRST_VERSION));
        }

        @Nullable
        SrtpCipherSuite suiteOrNull() {
            try {
                return suite();
            } catch (UnavailableException missing) {
                return null;
            }
        }
    }

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(41);

    @ParameterizedTest
    @EnumSource
    void shouldBeThereInCi(Backend backend) throws UnavailableException {
        assumeTrue("true".equals(System.getenv("CI")) && "amd64".equals(System.getProperty("os.arch")));
        assertThat(backend.suite()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealAsTheJdkDoesAndOpenWhatItSealed(Backend backend) {
        byte[] key = bytes(16);
        byte[] salt = bytes(backend.profile.saltBytes());
        SrtpCipher jdk = SrtpCipherSuite.jdk().create(backend.profile, key, salt);
        try (SrtpCipher cipher = suite(backend).create(backend.profile, key, salt)) {
            for (int payloadBytes = 0;
                    payloadBytes < 2_600;
                    payloadBytes += payloadBytes < 300 ? 1 : 1 + random.nextInt(40)) {
                byte[] plain = Packets.rtpWithEverything(random.nextInt(), random.nextInt(0x10000), payloadBytes);
                long index = random.nextLong(1L << 48);
                int ssrc = random.nextInt();
                int sealedLength = plain.length + backend.profile.rtpOverheadBytes();
                ByteBuffer expected = ByteBuffer.allocate(sealedLength);
                jdk.sealRtp(index, ssrc, ByteBuffer.wrap(plain), 0, 32, plain.length, expected, 0);
                for (boolean direct : new boolean[] {false, true}) {
                    for (boolean inPlace : new boolean[] {false, true}) {
                        ByteBuffer in = guarded(direct, sealedLength + 40);
                        in.put(7, plain);
                        ByteBuffer out = inPlace ? in : guarded(direct, sealedLength + 40);
                        int at = inPlace ? 7 : 13;
                        assertThat(cipher.sealRtp(index, ssrc, in, 7, 32, plain.length, out, at))
                                .isEqualTo(sealedLength);
                        assertThat(Packets.take(out, at, sealedLength)).isEqualTo(expected.array());
                        assertGuarded(out, at, sealedLength);
                        ByteBuffer opened = guarded(direct, sealedLength + 40);
                        assertThat(cipher.openRtp(index, ssrc, out, at, 32, sealedLength, opened, 3))
                                .isTrue();
                        assertThat(Packets.take(opened, 3, plain.length)).isEqualTo(plain);
                        assertGuarded(opened, 3, plain.length);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealRtcpAsTheJdkDoesAndOpenIt(Backend backend) {
        byte[] key = bytes(16);
        byte[] salt = bytes(backend.profile.saltBytes());
        SrtpCipher jdk = SrtpCipherSuite.jdk().create(backend.profile, key, salt);
        try (SrtpCipher cipher = suite(backend).create(backend.profile, key, salt)) {
            for (int bodyBytes = 0; bodyBytes < 1_500; bodyBytes += 4) {
                byte[] plain = Packets.rtcp(random.nextInt(), bodyBytes);
                int index = random.nextInt() >>> 1;
                int ssrc = random.nextInt();
                int sealedLength = plain.length + backend.profile.rtcpOverheadBytes();
                ByteBuffer expected = ByteBuffer.allocate(sealedLength);
                jdk.sealRtcp(index, ssrc, ByteBuffer.wrap(plain), 0, plain.length, expected, 0);
                for (boolean direct : new boolean[] {false, true}) {
                    ByteBuffer out = guarded(direct, sealedLength + 40);
                    assertThat(cipher.sealRtcp(index, ssrc, ByteBuffer.wrap(plain), 0, plain.length, out, 5))
                            .isEqualTo(sealedLength);
                    assertThat(Packets.take(out, 5, sealedLength)).isEqualTo(expected.array());
                    assertGuarded(out, 5, sealedLength);
                    assertThat(cipher.rtcpIndex(out, 5, sealedLength)).isEqualTo(index);
                    assertThat(cipher.openRtcp(ssrc, out, 5, sealedLength, out, 5))
                            .isTrue();
                    assertThat(Packets.take(out, 5, plain.length)).isEqualTo(plain);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEveryChangedBitAndWriteNothing(Backend backend) {
        byte[] plain = Packets.rtpWithEverything(5, 9, 70);
        try (SrtpCipher cipher = cipher(backend)) {
            int sealedLength = plain.length + backend.profile.rtpOverheadBytes();
            byte[] sealed = new byte[sealedLength];
            cipher.sealRtp(9, 5, ByteBuffer.wrap(plain), 0, 32, plain.length, ByteBuffer.wrap(sealed), 0);
            for (int bit = 0; bit < 8 * sealedLength; bit++) {
                byte[] forged = sealed.clone();
                forged[bit / 8] ^= (byte) (1 << (bit % 8));
                ByteBuffer in = ByteBuffer.allocateDirect(sealedLength).put(0, forged);
                ByteBuffer out = guarded(true, sealedLength);
                assertThat(cipher.openRtp(9, 5, in, 0, 32, sealedLength, out, 0))
                        .isFalse();
                assertGuarded(out, 0, 0);
                assertThat(cipher.openRtp(9, 5, in, 0, 32, sealedLength, in, 0)).isFalse();
                assertThat(Packets.take(in, 0, sealedLength)).isEqualTo(forged);
            }
            // Another rollover counter, which both profiles authenticate.
            assertThat(cipher.openRtp(
                            9 + (1L << 16), 5, ByteBuffer.wrap(sealed), 0, 32, sealedLength, guarded(true, 200), 0))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseChangedRtcp(Backend backend) {
        byte[] plain = Packets.rtcp(5, 40);
        try (SrtpCipher cipher = cipher(backend)) {
            int sealedLength = plain.length + backend.profile.rtcpOverheadBytes();
            byte[] sealed = new byte[sealedLength];
            cipher.sealRtcp(77, 5, ByteBuffer.wrap(plain), 0, plain.length, ByteBuffer.wrap(sealed), 0);
            for (int bit = 0; bit < 8 * sealedLength; bit++) {
                byte[] forged = sealed.clone();
                forged[bit / 8] ^= (byte) (1 << (bit % 8));
                ByteBuffer out = guarded(false, sealedLength);
                assertThat(cipher.openRtcp(5, ByteBuffer.wrap(forged), 0, sealedLength, out, 0))
                        .isFalse();
                assertGuarded(out, 0, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealTheSameAgainAfterAnother(Backend backend) {
        byte[] plain = Packets.rtp(5, 9, 700);
        try (SrtpCipher cipher = cipher(backend)) {
            ByteBuffer first = ByteBuffer.allocate(800);
            ByteBuffer other = ByteBuffer.allocate(800);
            ByteBuffer again = ByteBuffer.allocate(800);
            cipher.sealRtp(9, 5, ByteBuffer.wrap(plain), 0, 12, plain.length, first, 0);
            cipher.sealRtp(10, 5, ByteBuffer.wrap(plain), 0, 12, plain.length, other, 0);
            cipher.sealRtp(9, 5, ByteBuffer.wrap(plain), 0, 12, plain.length, again, 0);
            assertThat(again).isEqualTo(first).isNotEqualTo(other);
        }
    }

    /** What a caller must not do, it can't do: an exception, and the process goes on. */
    @ParameterizedTest
    @EnumSource
    void shouldThrowAtHostileOffsetsAndLengths(Backend backend) {
        int[] hostile = {Integer.MIN_VALUE, -4096, -1, 1, 100, 4096, Integer.MAX_VALUE - 8, Integer.MAX_VALUE};
        try (SrtpCipher cipher = cipher(backend)) {
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer in = guarded(random.nextBoolean(), random.nextInt(300));
                ByteBuffer out = random.nextInt(3) == 0 ? in : guarded(random.nextBoolean(), random.nextInt(300));
                int inOffset = hostile(hostile);
                int outOffset = hostile(hostile);
                int headerLength = hostile(hostile);
                int length = hostile(hostile);
                int call = random.nextInt(4);
                try {
                    switch (call) {
                        case 0 -> cipher.sealRtp(i, i, in, inOffset, headerLength, length, out, outOffset);
                        case 1 -> cipher.openRtp(i, i, in, inOffset, headerLength, length, out, outOffset);
                        case 2 -> cipher.sealRtcp(i, i, in, inOffset, length, out, outOffset);
                        default -> cipher.openRtcp(i, in, inOffset, length, out, outOffset);
                    }
                } catch (IndexOutOfBoundsException | IllegalArgumentException refused) {
                    assertThat(refused).isNotNull();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseToWorkOnceClosed(Backend backend) {
        byte[] plain = Packets.rtp(5, 9, 700);
        SrtpCipher cipher = cipher(backend);
        ByteBuffer direct = ByteBuffer.allocateDirect(800).put(0, plain);
        cipher.close();
        cipher.close();
        for (ByteBuffer out : List.of(direct, ByteBuffer.allocate(800))) {
            assertThatThrownBy(() -> cipher.sealRtp(9, 5, direct, 0, 12, plain.length, out, 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> cipher.openRtp(9, 5, direct, 0, 12, plain.length, out, 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> cipher.sealRtcp(9, 5, direct, 0, plain.length, out, 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> cipher.openRtcp(5, direct, 0, plain.length, out, 0))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenRtcpThatIsOnlyAuthenticated(Backend backend) {
        assumeTrue(backend.profile == SrtpProfile.AEAD_AES_128_GCM);
        byte[] key = hex("000102030405060708090a0b0c0d0e0f");
        byte[] salt = hex("517569642070726f2071756f");
        byte[] tagged = hex("""
                81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
                deadbeef deadbeef deadbeef deadbeef deadbeef 841dd968 3dd78ec9 2ae58790
                125f62b3 000005d4""");
        assumeTrue(backend.suiteOrNull() != null);
        try (SrtpCipher cipher = gcm(backend, new SessionKeys(key, key, salt, key, key, salt))) {
            ByteBuffer out = ByteBuffer.allocate(100);
            assertThat(cipher.openRtcp(0x4D617273, ByteBuffer.wrap(tagged), 0, tagged.length, out, 0))
                    .isTrue();
            assertThat(Packets.take(out, 0, tagged.length - 20)).isEqualTo(Arrays.copyOf(tagged, tagged.length - 20));
            tagged[30] ^= 1;
            assertThat(cipher.openRtcp(0x4D617273, ByteBuffer.wrap(tagged), 0, tagged.length, out, 0))
                    .isFalse();
        }
    }

    @Test
    void shouldTellWhichLibraryIsMissingAndTakeTheNext() {
        SrtpCiphers jdk = SrtpCiphers.choose(SrtpCiphers.Choice.of("jdk"), missing -> {
            throw new AssertionError(missing);
        });
        assertThat(jdk.nameFor(SrtpProfile.AEAD_AES_128_GCM)).isEqualTo("JDK");
        StringBuilder said = new StringBuilder();
        SrtpCiphers openSsl = SrtpCiphers.choose(SrtpCiphers.Choice.of("openssl"), said::append);
        assertThat(openSsl.nameFor(SrtpProfile.AES_CM_128_HMAC_SHA1_80)).startsWith(said.isEmpty() ? "OpenSSL" : "JDK");
        assertThatThrownBy(() -> SrtpCiphers.Choice.of("rot13")).isInstanceOf(IllegalArgumentException.class);
    }

    private static SrtpCipher gcm(Backend backend, SessionKeys keys) {
        try {
            return new NativeGcmCipher(
                    backend == Backend.IPSEC_MB_GCM
                            ? IpsecMb.load()
                            : OpenSsl.load(OpenSsl.FIRST_VERSION).gcm(),
                    keys);
        } catch (UnavailableException missing) {
            throw new AssertionError(missing);
        }
    }

    private int hostile(int[] values) {
        return random.nextInt(4) == 0 ? values[random.nextInt(values.length)] : random.nextInt(-20, 320);
    }

    private SrtpCipher cipher(Backend backend) {
        return suite(backend).create(backend.profile, bytes(16), bytes(backend.profile.saltBytes()));
    }

    private static SrtpCipherSuite suite(Backend backend) {
        SrtpCipherSuite suite = backend.suiteOrNull();
        if (suite == null) {
            throw new TestAbortedException("not installed");
        }
        return suite;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static ByteBuffer guarded(boolean direct, int length) {
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            buffer.put(i, (byte) GUARD);
        }
        return buffer;
    }

    private static void assertGuarded(ByteBuffer buffer, int from, int length) {
        for (int i = 0; i < buffer.capacity(); i++) {
            if ((i < from || i >= from + length) && buffer.get(i) != GUARD) {
                throw new AssertionError("byte " + i + " was written");
            }
        }
    }
}
