package io.banyan.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpRoundTripTest {
    private static final int SSRC = 0xCAFE0001;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20);

    @ParameterizedTest
    @EnumSource
    void shouldOpenWhatItSealedWhereverTheBytesLie(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        int seq = 0;
        for (boolean direct : new boolean[] {false, true}) {
            for (boolean inPlace : new boolean[] {false, true}) {
                for (int payloadBytes : new int[] {0, 1, 15, 16, 17, 1200, 5000}) {
                    byte[] plain = Packets.rtpWithEverything(SSRC, seq++, payloadBytes);
                    ByteBuffer a = allocate(direct);
                    ByteBuffer b = inPlace ? a : allocate(direct);
                    ByteBuffer c = inPlace ? a : allocate(direct);
                    int bAt = inPlace ? 3 : 11;
                    int cAt = inPlace ? 3 : 5;
                    a.put(3, plain);
                    int sealed = sender.protectRtp(a, 3, plain.length, b, bAt);
                    assertThat(sealed).isEqualTo(plain.length + profile.rtpOverheadBytes());
                    assertThat(receiver.unprotectRtp(b, bAt, sealed, c, cAt)).isEqualTo(plain.length);
                    assertThat(Packets.take(c, cAt, plain.length)).isEqualTo(plain);
                    assertThat(c.position()).isZero();
                    assertThat(c.limit()).isEqualTo(c.capacity());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenRtcpWhereverTheBytesLie(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.serverSender();
        SrtpReceiver receiver = keys.serverReceiver();
        for (boolean direct : new boolean[] {false, true}) {
            for (int bodyBytes : new int[] {0, 4, 24, 1000}) {
                byte[] plain = Packets.rtcp(SSRC, bodyBytes);
                ByteBuffer a = allocate(direct);
                a.put(3, plain);
                int sealed = sender.protectRtcp(a, 3, plain.length, a, 3);
                assertThat(sealed).isEqualTo(plain.length + profile.rtcpOverheadBytes());
                assertThat(receiver.unprotectRtcp(a, 3, sealed, a, 3)).isEqualTo(plain.length);
                assertThat(Packets.take(a, 3, plain.length)).isEqualTo(plain);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenFromASliceOfALargerArray(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        ByteBuffer ring = ByteBuffer.allocate(8192);
        ByteBuffer slice = ring.slice(4096, 2048);
        byte[] plain = Packets.rtp(SSRC, 1, 900);
        slice.put(10, plain);
        int sealed = keys.clientSender().protectRtp(slice, 10, plain.length, slice, 10);
        ByteBuffer readOnly = slice.asReadOnlyBuffer();
        assertThat(keys.clientReceiver().unprotectRtp(readOnly, 10, sealed, ring, 0))
                .isEqualTo(plain.length);
        assertThat(Packets.take(ring, 0, plain.length)).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowSequenceNumbersThroughManyRollovers(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        for (long index = 30_000; index < 400_000; index += 1 + random.nextInt(30_000)) {
            byte[] plain = Packets.rtp(SSRC, (int) index & 0xFFFF, 20);
            assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, plain)))
                    .isEqualTo(plain.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenPacketsThatChangedPlacesAcrossARollover(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(SSRC, 32_767, 20)));
        Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(SSRC, 60_000, 20)));
        List<byte[]> sealed = new ArrayList<>();
        for (int seq = 65_000; seq < 66_000; seq++) {
            sealed.add(Packets.sealRtp(sender, Packets.rtp(SSRC, seq & 0xFFFF, 20)));
        }
        for (byte[] packet : sealed.reversed()) {
            assertThat(Packets.openRtp(receiver, packet)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealALateNumberByTheRolloverItBelongsTo(SrtpProfile profile) {
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpSender sender = keys.clientSender();
        SrtpReceiver receiver = keys.clientReceiver();
        for (int seq : new int[] {30_000, 60_000, 65_534, 0, 1}) {
            assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(SSRC, seq, 20))))
                    .isPositive();
        }
        assertThat(Packets.openRtp(receiver, Packets.sealRtp(sender, Packets.rtp(SSRC, 65_535, 20))))
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealTheSamePacketToTheSameBytesEachTime(SrtpProfile profile) {
        SrtpSender sender = Packets.keys(profile, random).clientSender();
        byte[] plain = Packets.rtp(SSRC, 9, 100);
        byte[] first = Packets.sealRtp(sender, plain);
        assertThat(Packets.sealRtp(sender, plain)).isEqualTo(first);
        Packets.sealRtp(sender, Packets.rtp(SSRC, 10, 100));
        assertThat(Packets.sealRtp(sender, plain)).isEqualTo(first);
    }

    @Test
    void shouldSayWhenThereIsNoRoom() {
        SrtpSender sender = Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random).clientSender();
        byte[] plain = Packets.rtp(SSRC, 9, 100);
        ByteBuffer out = ByteBuffer.allocate(200);
        assertThat(sender.protectRtp(ByteBuffer.wrap(plain), 0, plain.length, out, 73))
                .isEqualTo(-1);
        assertThat(sender.protectRtp(ByteBuffer.wrap(plain), 0, plain.length, out, 72))
                .isEqualTo(128);
    }

    @Test
    void shouldNotSealWhatIsNoPacket() {
        SrtpSender sender = Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random).clientSender();
        ByteBuffer zeros = ByteBuffer.allocate(100);
        assertThatThrownBy(() -> sender.protectRtp(zeros, 0, 50, zeros, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sender.protectRtcp(zeros, 0, 50, zeros, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotSealANumberBeforeTheFirst() {
        SrtpSender sender = Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random).clientSender();
        Packets.sealRtp(sender, Packets.rtp(SSRC, 0, 20));
        byte[] before = Packets.rtp(SSRC, 65_535, 20);
        assertThatThrownBy(() -> Packets.sealRtp(sender, before)).isInstanceOf(IllegalStateException.class);
    }

    private static ByteBuffer allocate(boolean direct) {
        return direct ? ByteBuffer.allocateDirect(6000) : ByteBuffer.allocate(6000);
    }
}
