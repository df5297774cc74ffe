package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtcp.TransportFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalRecorderTest {
    private static final long MS = 1_000_000;

    private final ArrivalRecorder recorder = new ArrivalRecorder(1);

    @Test
    void shouldReportReceivedAndLost() {
        recorder.onPacket(65_534, 10 * MS);
        recorder.onPacket(1, 12 * MS);
        recorder.onPacket(65_535, 13 * MS);
        List<TransportFeedback> messages = recorder.poll(7, 20 * MS);
        assertThat(messages).hasSize(1);
        TransportFeedback feedback = messages.getFirst();
        assertThat(feedback.mediaSsrc()).isEqualTo(7);
        assertThat(feedback.baseWireSeq()).isEqualTo(65_534);
        assertThat(feedback.packetCount()).isEqualTo(4);
        assertThat(received(messages)).containsExactly(65_534, 65_535, 1);
    }

    @Test
    void shouldReportAtIntervals() {
        recorder.onPacket(1, 0);
        assertThat(recorder.poll(7, 0)).hasSize(1);
        recorder.onPacket(2, 10 * MS);
        assertThat(recorder.poll(7, 99 * MS)).isEmpty();
        assertThat(recorder.poll(7, 100 * MS)).hasSize(1);
        assertThat(recorder.poll(7, 300 * MS)).isEmpty();
    }

    @Test
    void shouldReportEarlierWhenThereIsMuchToTell() {
        recorder.onPacket(0, 0);
        recorder.poll(7, 0);
        for (int i = 1; i <= ArrivalRecorder.EARLY_PACKETS; i++) {
            recorder.onPacket(i, 10 * MS);
        }
        assertThat(recorder.poll(7, 49 * MS)).isEmpty();
        assertThat(recorder.poll(7, 50 * MS)).isNotEmpty();
    }

    @Test
    void shouldReportAPacketOnce() {
        recorder.onPacket(1, 0);
        recorder.onPacket(1, 1);
        recorder.onPacket(2, 2);
        recorder.onPacket(1, 3);
        assertThat(received(recorder.poll(7, 100 * MS))).containsExactly(1, 2);
    }

    @Test
    void shouldReportALatePacketAfterItWasReportedLost() {
        recorder.onPacket(1, 0);
        recorder.onPacket(3, 0);
        recorder.poll(7, 100 * MS);
        recorder.onPacket(2, 110 * MS);
        recorder.onPacket(4, 111 * MS);
        assertThat(received(recorder.poll(7, 200 * MS))).contains(2, 4);
    }

    @Test
    void shouldStayBoundedInAFloodOfAnyNumbers() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 5_000; i++) {
                recorder.onPacket(random.nextInt(65_536), round * 100L * MS);
            }
            List<TransportFeedback> messages = recorder.poll(7, (round + 1) * 100L * MS);
            assertThat(messages).hasSizeLessThan(ArrivalRecorder.MAX_WAITING + 1);
        }
    }

    private static List<Integer> received(List<TransportFeedback> messages) {
        List<Integer> numbers = new ArrayList<>();
        for (TransportFeedback feedback : messages) {
            for (int i = 0; i < feedback.receivedCount(); i++) {
                numbers.add(feedback.wireSeqAt(i));
            }
        }
        return numbers;
    }
}
