package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.TransportFeedback;
import io.banyan.protocol.rtcp.TransportFeedbackBuilder;
import io.banyan.protocol.rtp.SequenceUnwrapper;
import java.util.List;
import java.util.TreeMap;

/**
 * When packets came, by their transport-wide numbers, told as Chromium tells it: each 50 ms, which is what its rule (a
 * twentieth of its own estimate, at least every 250 ms, at most every 50) comes to for one that only watches. Owned by the
 * peer's loop.
 */
final class ArrivalReports {
    /** libwebrtc, transport_sequence_number_feedback_generator.cc: kMinInterval. */
    static final long INTERVAL_NANOS = 50_000_000;

    private static final int MAX_MESSAGE_BYTES = 1_100;
    private static final int MAX_WAITING = 4_096;

    private final TransportFeedbackBuilder builder;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final TreeMap<Long, Long> waiting = new TreeMap<>();
    private long nextNanos;

    ArrivalReports(int senderSsrc) {
        builder = new TransportFeedbackBuilder(senderSsrc, MAX_MESSAGE_BYTES);
    }

    /** @param transportSeq 16 bits */
    void onPacket(int transportSeq, long nowNanos) {
        if (waiting.size() < MAX_WAITING) {
            waiting.putIfAbsent(unwrapper.unwrap(transportSeq), nowNanos);
        }
    }

    /** The messages that are due. */
    List<TransportFeedback> poll(long nowNanos) {
        if (nowNanos < nextNanos || waiting.isEmpty()) {
            return List.of();
        }
        nextNanos = nowNanos + INTERVAL_NANOS;
        waiting.forEach(builder::add);
        waiting.clear();
        return builder.build();
    }
}
