package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TransportFeedbackFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final int MAX_BYTES = 400;

    @Test
    void shouldReadBackEveryArrivalWithinItsTick() {
        RandomGenerator random = new SplittableRandom(20261123);
        TransportFeedbackBuilder builder = new TransportFeedbackBuilder(1, MAX_BYTES);
        ReferenceTimeUnwrapper times = new ReferenceTimeUnwrapper();
        ByteBuffer wire = ByteBuffer.allocate(MAX_BYTES);
        long seq = 65_000;
        long now = 0;
        long arrivals = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<long[]> sent = new ArrayList<>();
            int batch = random.nextInt(1, 40);
            for (int i = 0; i < batch; i++) {
                seq += random.nextInt(8) == 0 ? random.nextInt(1, 40) : 1;
                now += random.nextInt(16) == 0 ? random.nextLong(400_000_000) : random.nextLong(3_000_000);
                long arrival = now - (random.nextInt(10) == 0 ? random.nextLong(20_000_000) : 0);
                builder.add(seq, arrival);
                sent.add(new long[] {seq, arrival});
            }
            List<long[]> received = new ArrayList<>();
            for (TransportFeedback feedback : builder.build()) {
                int bytes = CompoundWriter.write(List.of(feedback), wire, 0);
                assertThat(bytes).isBetween(24, MAX_BYTES);
                TransportFeedback read =
                        (TransportFeedback) CompoundReader.read(wire, 0, bytes).getFirst();
                assertThat(read).isEqualTo(feedback).hasSameHashCodeAs(feedback);
                long at = times.unwrapNanos(read.referenceTime());
                for (int i = 0; i < read.receivedCount(); i++) {
                    at += read.deltaTicksAt(i) * TransportFeedback.TICK_NANOS;
                    received.add(new long[] {read.wireSeqAt(i), at});
                }
            }
            if (received.size() != sent.size()) {
                throw new AssertionError("round " + round + ": " + received.size() + " of " + sent.size());
            }
            for (int i = 0; i < sent.size(); i++) {
                long error = sent.get(i)[1] - received.get(i)[1];
                if ((sent.get(i)[0] & 0xffff) != received.get(i)[0]
                        || error < 0
                        || error >= TransportFeedback.TICK_NANOS) {
                    throw new AssertionError("round " + round + ", arrival " + i + ": off by " + error + " ns");
                }
            }
            arrivals += sent.size();
        }
        assertThat(arrivals).isGreaterThan(300_000);
    }
}
