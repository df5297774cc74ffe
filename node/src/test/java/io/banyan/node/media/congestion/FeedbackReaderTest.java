package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtcp.TransportFeedback;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackReaderTest {
    private static final long MS = 1_000_000;

    private final FeedbackReader reader = new FeedbackReader(new FeedbackListener() {
        @Override
        public void onArrival(long sentNanos, long arrivalNanos, int bytes, int probe, long nowNanos) {}

        @Override
        public void onFeedbackEnd(int received, int lost, long rttNanos, long nowNanos) {}
    });
    private final ArrivalRecorder client = new ArrivalRecorder(1);

    @Test
    void shouldCountWhatArrivedAndWhatDidNot() {
        for (int i = 0; i < 100; i++) {
            int number = reader.number(1000, 0, i * MS);
            if (i % 10 != 5) {
                client.onPacket(number, (i + 20) * MS);
            }
        }
        feed(client.poll(7, 130 * MS), 150 * MS);
        assertThat(reader.received()).isEqualTo(90);
        assertThat(reader.lost()).isEqualTo(10);
        assertThat(reader.rttNanos()).isEqualTo(51 * MS);
        assertThat(reader.unknown()).isZero();
    }

    @Test
    void shouldTakeBackALossThatWasNone() {
        int first = reader.number(1000, 0, 0);
        int second = reader.number(1000, 0, 0);
        int third = reader.number(1000, 0, 0);
        client.onPacket(first, 10 * MS);
        client.onPacket(third, 10 * MS);
        feed(client.poll(7, 100 * MS), 110 * MS);
        assertThat(reader.lost()).isEqualTo(1);
        client.onPacket(second, 120 * MS);
        feed(client.poll(7, 200 * MS), 210 * MS);
        assertThat(reader.lost()).isZero();
        assertThat(reader.received()).isEqualTo(3);
    }

    @Test
    void shouldNumberAcrossTheWrap() {
        int last = -1;
        for (int i = 0; i < 70_000; i++) {
            int number = reader.number(1000, 0, i);
            assertThat(number).isEqualTo((last + 1) & 0xffff);
            last = number;
        }
        client.onPacket(last, 10 * MS);
        feed(client.poll(7, 100 * MS), 110 * MS);
        assertThat(reader.received()).isEqualTo(1);
    }

    @Test
    void shouldCountNothingThatWasNeverSent() {
        reader.number(1000, 0, 0);
        client.onPacket(30_000, 10 * MS);
        feed(client.poll(7, 100 * MS), 110 * MS);
        assertThat(reader.received()).isZero();
        assertThat(reader.unknown()).isEqualTo(1);
        assertThat(reader.rttNanos()).isEqualTo(-1);
    }

    private void feed(List<TransportFeedback> messages, long nowNanos) {
        for (TransportFeedback message : messages) {
            reader.onFeedback(message, nowNanos);
        }
    }
}
