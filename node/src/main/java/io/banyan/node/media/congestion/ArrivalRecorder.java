package io.banyan.node.media.congestion;

import io.banyan.protocol.rtcp.TransportFeedback;
import io.banyan.protocol.rtcp.TransportFeedbackBuilder;
import io.banyan.protocol.rtp.SequenceUnwrapper;
import java.util.Arrays;
import java.util.List;

/**
 * When a publisher's packets arrived, by their transport-wide numbers, and the feedback about it that lets the browser
 * ramp up (draft-holmer-rmcat-transport-wide-cc-extensions-01). Owned by a media loop.
 */
public final class ArrivalRecorder {
    /** Browsers' own receivers report every 50 to 250 ms; shorter reacts faster and costs more. */
    static final long INTERVAL_NANOS = 100_000_000;

    /** Early, when there is this much to tell: a fast sender overshoots less. */
    static final int EARLY_PACKETS = 100;

    /** Nor earlier than this. */
    static final long MIN_INTERVAL_NANOS = 50_000_000;

    /** What waits to be reported; more arrives in 100 ms only from a flood, whose rest is left out. */
    static final int MAX_WAITING = 2048;

    /** Room for this many is made with the first: most of a loop's peers publish nothing. */
    private static final int FIRST_WAITING = 128;

    /** Below an Ethernet frame with SRTCP's overhead. */
    private static final int MAX_MESSAGE_BYTES = 1100;

    /** An arrival this far behind the newest is of no use to an estimator any more. */
    private static final int MAX_BEHIND = 4096;

    private final TransportFeedbackBuilder builder;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private long[] seqs = {};
    private long[] arrivals = {};
    private int count;
    private long sentNanos;
    private boolean everSent;

    /** Begins with nothing received. */
    public ArrivalRecorder(int senderSsrc) {
        builder = new TransportFeedbackBuilder(senderSsrc, MAX_MESSAGE_BYTES);
    }

    /**
     * Notes an authenticated packet, retransmissions and padding included.
     *
     * @param transportSeq 0 to 65535, wraps
     */
    public void onPacket(int transportSeq, long nowNanos) {
        long seq = unwrapper.unwrap(transportSeq);
        if (count == MAX_WAITING || seq < unwrapper.highest() - MAX_BEHIND) {
            return;
        }
        if (count == seqs.length) {
            int more = Math.clamp(2L * count, FIRST_WAITING, MAX_WAITING);
            seqs = Arrays.copyOf(seqs, more);
            arrivals = Arrays.copyOf(arrivals, more);
        }
        int at = count;
        while (at > 0 && seqs[at - 1] > seq) {
            at--;
        }
        if (at > 0 && seqs[at - 1] == seq) {
            return;
        }
        System.arraycopy(seqs, at, seqs, at + 1, count - at);
        System.arraycopy(arrivals, at, arrivals, at + 1, count - at);
        seqs[at] = seq;
        arrivals[at] = nowNanos;
        count++;
    }

    /**
     * The messages that are due, usually none or one.
     *
     * @param mediaSsrc of some stream of the transport
     */
    public List<TransportFeedback> poll(int mediaSsrc, long nowNanos) {
        long waited = everSent ? nowNanos - sentNanos : INTERVAL_NANOS;
        boolean isDue = waited >= INTERVAL_NANOS || (count >= EARLY_PACKETS && waited >= MIN_INTERVAL_NANOS);
        if (count == 0 || !isDue) {
            return List.of();
        }
        builder.mediaSsrc(mediaSsrc);
        for (int i = 0; i < count; i++) {
            builder.add(seqs[i], arrivals[i]);
        }
        Arrays.fill(seqs, 0, count, 0);
        count = 0;
        everSent = true;
        sentNanos = nowNanos;
        return builder.build();
    }
}
