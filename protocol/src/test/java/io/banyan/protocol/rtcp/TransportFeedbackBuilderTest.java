package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class TransportFeedbackBuilderTest {
    private static final long MILLI = 1_000_000;

    private final TransportFeedbackBuilder builder = new TransportFeedbackBuilder(1, 1200);

    @Test
    void shouldSayNothingAboutNothing() {
        assertThat(builder.build()).isEmpty();
    }

    @Test
    void shouldReportArrivalsAndWhatIsMissingBetweenThem() {
        builder.mediaSsrc(7);
        builder.add(65_535, 1000 * MILLI);
        builder.add(65_538, 1002 * MILLI);
        TransportFeedback feedback = builder.build().getFirst();
        assertThat(feedback.mediaSsrc()).isEqualTo(7);
        assertThat(feedback.baseWireSeq()).isEqualTo(65_535);
        assertThat(feedback.packetCount()).isEqualTo(4);
        assertThat(feedback.referenceTime()).isEqualTo(15);
        assertThat(times(feedback)).isEqualTo("65535@1000.0 2@1002.0");
    }

    @Test
    void shouldBeginWhereTheLastMessageEnded() {
        builder.add(10, 0);
        builder.build();
        builder.add(13, 0);
        TransportFeedback feedback = builder.build().getFirst();
        assertThat(feedback.baseWireSeq()).isEqualTo(11);
        assertThat(feedback.packetCount()).isEqualTo(3);
        assertThat(feedback.feedbackCount()).isEqualTo(1);
        assertThat(times(feedback)).isEqualTo("13@0.0");
    }

    @Test
    void shouldReportALateArrivalWithoutCallingOthersLost() {
        builder.add(10, 0);
        builder.add(12, 0);
        builder.add(13, 0);
        builder.build();
        builder.add(11, 5 * MILLI);
        builder.add(15, 3 * MILLI);
        List<TransportFeedback> messages = builder.build();
        assertThat(messages).hasSize(2);
        assertThat(times(messages.get(0))).isEqualTo("11@5.0");
        assertThat(messages.get(0).packetCount()).isEqualTo(1);
        assertThat(messages.get(1).baseWireSeq()).isEqualTo(14);
        assertThat(times(messages.get(1))).isEqualTo("15@3.0");
    }

    @Test
    void shouldKeepALateArrivalAndItsNeighbourTogether() {
        builder.add(10, 0);
        builder.add(12, 0);
        builder.build();
        builder.add(11, 5 * MILLI);
        builder.add(12, 6 * MILLI);
        builder.add(13, 7 * MILLI);
        assertThat(builder.build()).hasSize(1);
    }

    @Test
    void shouldNotAddUpRounding() {
        for (int i = 0; i < 1000; i++) {
            builder.add(i, i * 333_333L);
        }
        for (TransportFeedback feedback : builder.build()) {
            long ticks = feedback.referenceTime() * 256L;
            for (int i = 0; i < feedback.receivedCount(); i++) {
                ticks += feedback.deltaTicksAt(i);
                assertThat(ticks).isEqualTo(feedback.wireSeqAt(i) * 333_333L / 250_000);
            }
        }
    }

    @Test
    void shouldWriteSeveralMessagesWhenTooLarge() {
        for (int i = 0; i < 2000; i++) {
            builder.add(i, (i * 10L + (i % 3 == 0 ? 80 : 0)) * MILLI);
        }
        List<TransportFeedback> messages = builder.build();
        assertThat(messages).hasSizeGreaterThan(2);
        int next = 0;
        for (TransportFeedback feedback : messages) {
            assertThat(CompoundWriter.packetBytes(feedback)).isLessThanOrEqualTo(1200);
            assertThat(feedback.baseWireSeq()).isEqualTo(next);
            next += feedback.packetCount();
        }
        assertThat(next).isEqualTo(2000);
        assertThat(messages.getLast().feedbackCount()).isEqualTo(messages.size() - 1);
    }

    @Test
    void shouldBeginAnotherMessageWhereADeltaHasNoRoom() {
        builder.add(1, 0);
        builder.add(2, 9_000 * MILLI);
        builder.add(3, 100 * MILLI);
        assertThat(builder.build())
                .extracting(TransportFeedbackBuilderTest::times)
                .containsExactly("1@0.0", "2@9000.0", "3@100.0");
    }

    @Test
    void shouldNotCallAJumpLoss() {
        builder.add(1, 0);
        builder.add(50_000, MILLI);
        List<TransportFeedback> messages = builder.build();
        assertThat(messages).hasSize(2);
        assertThat(messages.get(1).baseWireSeq()).isEqualTo(50_000);
    }

    @Test
    void shouldWrapReferenceTimeAndCount() {
        long wrapNanos = (64 * MILLI) << 24;
        builder.add(1, wrapNanos / 2 + 64 * MILLI);
        assertThat(builder.build().getFirst().referenceTime()).isEqualTo(-(1 << 23) + 1);
        builder.add(2, wrapNanos + 3 * 64 * MILLI);
        assertThat(builder.build().getFirst().referenceTime()).isEqualTo(3);
        builder.add(3, -1);
        assertThat(builder.build().getFirst().referenceTime()).isEqualTo(-1);
        for (int i = 4; i < 300; i++) {
            builder.add(i, 0);
            assertThat(builder.build().getFirst().feedbackCount()).isEqualTo((i - 1) % 256);
        }
    }

    @Test
    void shouldRefuseArrivalsOutOfOrder() {
        builder.add(5, 0);
        assertThatThrownBy(() -> builder.add(5, 0)).isInstanceOf(IllegalStateException.class);
    }

    private static String times(TransportFeedback feedback) {
        StringJoiner text = new StringJoiner(" ");
        long ticks = feedback.referenceTime() * 256L;
        for (int i = 0; i < feedback.receivedCount(); i++) {
            ticks += feedback.deltaTicksAt(i);
            text.add(feedback.wireSeqAt(i) + "@" + ticks / 4.0);
        }
        return text.toString();
    }
}
