package io.banyan.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpReceiverFuzzTest {
    private static final int ROUNDS = 60_000;
    private static final long SEED = 0x5217;

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhateverWasNotSealed(SrtpProfile profile) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        SrtpKeyMaterial keys = Packets.keys(profile, random);
        SrtpReceiver receiver = keys.clientReceiver();
        SrtpSender sender = keys.clientSender();
        byte[] rtp = Packets.sealRtp(sender, Packets.rtpWithEverything(1, 1, 60));
        byte[] rtcp = Packets.sealRtcp(sender, Packets.rtcp(1, 40));
        ByteBuffer out = ByteBuffer.allocate(200);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] packet = packet(random, round % 2 == 0 ? rtp : rtcp);
            int offset = random.nextInt(4);
            int length = Math.max(0, packet.length - offset - random.nextInt(4));
            ByteBuffer in = ByteBuffer.wrap(packet);
            assertThat(receiver.unprotectRtp(in, offset, length, out, 0)).isNegative();
            assertThat(receiver.unprotectRtcp(in, offset, length, out, 0)).isNegative();
        }
        assertThat(Packets.openRtp(receiver, rtp)).isPositive();
        assertThat(Packets.openRtcp(receiver, rtcp)).isPositive();
    }

    private static byte[] packet(RandomGenerator random, byte[] valid) {
        if (random.nextInt(3) == 0) {
            byte[] noise = new byte[random.nextInt(120) + 8];
            random.nextBytes(noise);
            noise[0] = random.nextBoolean() ? (byte) (0x80 | (noise[0] & 0x1F)) : noise[0];
            return noise;
        }
        byte[] mutated = valid.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            mutated[random.nextInt(random.nextBoolean() ? 32 : mutated.length)] = (byte) random.nextInt();
        }
        return Arrays.equals(mutated, valid) ? new byte[12] : mutated;
    }
}
