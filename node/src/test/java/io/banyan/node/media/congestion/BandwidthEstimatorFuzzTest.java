package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtcp.CompoundReader;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.TransportFeedback;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Feedback of hostile clients: of packets never sent, with absurd times, mutated. */
class BandwidthEstimatorFuzzTest {
    private static final long SEED = 0xBAD_FEED;
    private static final int ROUNDS = 20_000;
    private static final long MILLI = 1_000_000;

    @Test
    void shouldStayWithinItsBoundsWhateverAClientTells() {
        SplittableRandom random = new SplittableRandom(SEED);
        BandwidthEstimator estimator = new BandwidthEstimator(0);
        ArrivalRecorder client = new ArrivalRecorder(1);
        ByteBuffer plain = ByteBuffer.allocate(2_000);
        long padding = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            long nowNanos = 5 * MILLI * round;
            estimator.onSent(nowNanos);
            int number = estimator.number(random.nextInt(1, 1_400), nowNanos);
            client.onPacket(random.nextInt(20) == 0 ? random.nextInt(0x10000) : number, arrival(random, nowNanos));
            for (TransportFeedback message : client.poll(1, nowNanos)) {
                int length = CompoundWriter.write(List.of(message), plain, 0);
                for (int i = random.nextInt(3); i > 0; i--) {
                    plain.put(random.nextInt(4, length), (byte) random.nextInt(256));
                }
                for (RtcpPacket packet : CompoundReader.read(plain, 0, length)) {
                    if (packet instanceof TransportFeedback feedback) {
                        estimator.onFeedback(feedback, nowNanos);
                    }
                }
            }
            estimator.poll(random.nextLong(10_000_000), true, nowNanos);
            long due = estimator.paddingDueBytes(nowNanos);
            padding += due;
            for (long left = due; left > 0; left -= 1_200) {
                estimator.number(1_200, nowNanos);
            }
            assertThat(estimator.targetBps())
                    .as("seed %d round %d", SEED, round)
                    .isBetween(BandwidthEstimator.MIN_BPS, BandwidthEstimator.MAX_BPS);
        }
        assertThat(estimator.unknown()).isPositive();
        assertThat(estimator.received()).isLessThanOrEqualTo(ROUNDS + padding / 1_200 + ROUNDS);
        // Twelve megabits for a fortieth of a second, not more than once in half a second.
        assertThat(padding).as("bytes of padding in 100 s").isLessThan(200L * 12_000_000 / 8 / 40);
    }

    private static long arrival(SplittableRandom random, long nowNanos) {
        return switch (random.nextInt(50)) {
            case 0 -> 0;
            case 1 -> nowNanos + random.nextLong(8_000 * MILLI);
            default -> nowNanos + random.nextLong(20 * MILLI);
        };
    }
}
