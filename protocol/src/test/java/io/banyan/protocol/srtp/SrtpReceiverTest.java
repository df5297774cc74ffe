package io.banyan.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpReceiverTest {
    private static final int SSRC = 0x12345678;
    private static final int AUTH_FAILED = SrtpFailure.AUTH_FAILED.code();
    private static final int REPLAYED = SrtpFailure.REPLAYED.code();

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(21);

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAPacketWithAnyByteChanged(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpReceiver receiver = keys.clientReceiver();
        byte[] sealed = Packets.sealRtp(keys.clientSender(), Packets.rtpWithEverything(SSRC, 77, 40));
        for (int i = 0; i < sealed.length; i++) {
            for (int bit : new int[] {0, 3, 7}) {
                byte[] forged = sealed.clone();
                forged[i] ^= (byte) (1 << bit);
                assertThat(Packets.openRtp(receiver, forged)).as("byte %d", i).isNegative();
            }
        }
        assertThat(Packets.openRtp(receiver, sealed)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAnRtcpPacketWithAnyByteChanged(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpReceiver receiver = keys.clientReceiver();
        byte[] sealed = Packets.sealRtcp(keys.clientSender(), Packets.rtcp(SSRC, 24));
        for (int i = 0; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= (byte) 0x80;
            assertThat(Packets.openRtcp(receiver, forged)).as("byte %d", i).isNegative();
        }
        assertThat(Packets.openRtcp(receiver, sealed)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAPacketCutAnywhere(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpReceiver receiver = keys.clientReceiver();
        byte[] sealed = Packets.sealRtp(keys.clientSender(), Packets.rtpWithEverything(SSRC, 77, 40));
        byte[] sealedRtcp = Packets.sealRtcp(keys.clientSender(), Packets.rtcp(SSRC, 24));
        ByteBuffer out = ByteBuffer.allocate(2000);
        for (int length = 0; length < sealed.length; length++) {
            assertThat(receiver.unprotectRtp(ByteBuffer.wrap(sealed), 0, length, out, 0))
                    .isNegative();
        }
        for (int length = 0; length < sealedRtcp.length; length++) {
            assertThat(receiver.unprotectRtcp(ByteBuffer.wrap(sealedRtcp), 0, length, out, 0))
                    .isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAReplay(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        byte[] rtp = Packets.sealRtp(sender, Packets.rtp(SSRC, 5, 40));
        byte[] rtcp = Packets.sealRtcp(sender, Packets.rtcp(SSRC, 24));
        assertThat(Packets.openRtp(receiver, rtp)).isPositive();
        assertThat(Packets.openRtcp(receiver, rtcp)).isPositive();
        assertThat(Packets.openRtp(receiver, rtp)).isEqualTo(REPLAYED);
        assertThat(Packets.openRtcp(receiver, rtcp)).isEqualTo(REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotLetAForgedNumberMoveTheWindow(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        byte[] first = Packets.sealRtp(sender, Packets.rtp(SSRC, 100, 40));
        byte[] second = Packets.sealRtp(sender, Packets.rtp(SSRC, 101, 40));
        Packets.openRtp(receiver, first);
        byte[] forged = second.clone();
        ByteBuffer.wrap(forged).putShort(2, (short) 20_000);
        assertThat(Packets.openRtp(receiver, forged)).isEqualTo(AUTH_FAILED);
        assertThat(Packets.openRtp(receiver, second)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveARefusedPacketAsItWas(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpReceiver other = keys.serverReceiver();
        SrtpReceiver right = keys.clientReceiver();
        byte[] sealed = Packets.sealRtp(keys.clientSender(), Packets.rtp(SSRC, 5, 40));
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        assertThat(other.unprotectRtp(buffer, 0, sealed.length, buffer, 0)).isEqualTo(AUTH_FAILED);
        assertThat(right.unprotectRtp(buffer, 0, sealed.length, buffer, 0)).isEqualTo(52);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveALossOfAlmostHalfANumberSpace(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(SSRC, 100, 40))))
                .isPositive();
        int seq = 100;
        for (int i = 0; i < 10; i++) {
            seq = (seq + 32_767) & 0xFFFF;
            assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(SSRC, seq, 40))))
                    .isPositive();
        }
    }

    @Test
    void shouldKeepNoStateOfSourcesThatDoNotAuthenticate() {
        SrtpKeyMaterial keys = Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random);
        SrtpCipher cipher = SrtpCipherSuite.jdk().create(keys.profile(), keys.clientKey(), keys.clientSalt());
        SrtpReceiver receiver = new SrtpReceiver(keys.profile(), cipher, 2);
        SrtpSender stranger = keys.serverSender();
        SrtpSender sender = keys.clientSender();
        for (int ssrc = 0; ssrc < 100; ssrc++) {
            assertThat(Packets.openRtp(receiver, Packets.sealRtp(stranger, Packets.rtp(ssrc, 1, 40))))
                    .isEqualTo(AUTH_FAILED);
        }
        assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(1, 1, 40))))
                .isPositive();
        assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(2, 1, 40))))
                .isPositive();
        assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(3, 1, 40))))
                .isEqualTo(SrtpFailure.TOO_MANY_SOURCES.code());
        assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(2, 2, 40))))
                .isPositive();
    }

    @Test
    void shouldSayWhenThereIsNoRoom() {
        SrtpKeyMaterial keys = Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random);
        byte[] sealed = Packets.sealRtp(keys.clientSender(), Packets.rtp(SSRC, 5, 40));
        SrtpReceiver receiver = keys.clientReceiver();
        int result = receiver.unprotectRtp(ByteBuffer.wrap(sealed), 0, sealed.length, ByteBuffer.allocate(51), 0);
        assertThat(SrtpFailure.of(result)).isEqualTo(SrtpFailure.NO_ROOM);
    }
}
