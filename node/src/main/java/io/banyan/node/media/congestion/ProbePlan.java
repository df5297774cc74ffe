package io.banyan.node.media.congestion;

/**
 * When to send a burst faster than the estimate, and how much of it is due: at the start, doubling as long as the link
 * takes it, and then every five seconds while the subscriber would be given more if there were more (libwebrtc,
 * probe_controller.cc). Owned by a media loop.
 */
final class ProbePlan {
    /** libwebrtc first_exponential_probe_scale. */
    static final double FIRST_SCALE = 3;

    /** libwebrtc further_exponential_probe_scale and alr_probe_scale. */
    static final double SCALE = 2;

    /** Of a link that is used nearly as far as it is known: a burst that fails leaves a small queue. */
    static final double SCALE_WHEN_USED = 1.5;

    /**
     * And of one that was full a while ago no more than this is added at a time: whoever else is on it is there still, and
     * two who each ask for half as much again never come to have the same.
     */
    static final long MORE_WHEN_FULL_BPS = 500_000;

    /** libwebrtc further_probe_threshold. */
    static final double FURTHER = 0.7;

    /** libwebrtc alr_probing_interval. */
    static final long INTERVAL_NANOS = 5_000_000_000L;

    /** libwebrtc has 15 ms, in steps of 2 ms; our ticks are of 5 ms, and a rate needs some of them. */
    static final long DURATION_NANOS = 25_000_000;

    /** libwebrtc min_probe_packets_sent. */
    static final int MIN_PACKETS = 5;

    /** What is wanted may turn out a little more. */
    static final double OVER_DEMAND = 1.2;

    /**
     * So far a way is looked into at the start even for one small picture: the pacer goes by the estimate, and a key frame
     * that takes longer than its picture's turn teaches the client to show everything later.
     */
    static final long EXPLORED_BPS = 2_500_000;

    /** A burst's feedback comes within the round trip and what a client waits. */
    private static final long RESULT_NANOS = 1_000_000_000;

    /**
     * So often in a row a burst whose arrivals say nothing is sent again at once: a radio, or a busy client, that hands over
     * all of it in one moment is chance, and until the next interval pictures would be missing for that.
     */
    static final int MAX_INCONCLUSIVE = 3;

    private int cluster;
    private long targetBps;
    private long begunNanos;
    private long sentBytes;
    private int sentPackets;
    private boolean sending;
    private boolean awaiting;
    private boolean everBegun;
    private long wantedBps;
    private boolean further;
    private boolean isCareful;
    private int inconclusive;
    private boolean isDoubted;
    private boolean isTested;
    private boolean isExplored;

    /**
     * Begins a burst if one is due.
     *
     * @param estimateBps now
     * @param demandBps what the subscriber would be sent if the link allowed
     * @param isUsed whether about as much is sent as the estimate allows
     * @param isFull whether the link shows that it carries no more
     * @param wasFull whether it did a while ago
     */
    void poll(long estimateBps, long demandBps, boolean isUsed, boolean isFull, boolean wasFull, long nowNanos) {
        if (awaiting && !sending && nowNanos - begunNanos > RESULT_NANOS) {
            awaiting = false;
            inconclusive++;
            boolean isHopeless = inconclusive >= MAX_INCONCLUSIVE;
            isTested |= isHopeless;
            isExplored |= isHopeless;
            isDoubted &= !isHopeless;
        }
        boolean isExploring = !isExplored && demandBps > 0;
        wantedBps = Math.max(Math.round(demandBps * OVER_DEMAND), isExploring ? EXPLORED_BPS : 0);
        if (sending || awaiting) {
            return;
        }
        if (isFull || (isExploring ? wantedBps : demandBps) <= estimateBps) {
            further = false;
            isExplored |= everBegun;
            // A link that is full, or carries all that is wanted, needs no burst to show it.
            isTested |= everBegun && (isFull || demandBps > 0);
            if (isTested) {
                isDoubted = false;
                inconclusive = 0;
            }
            return;
        }
        if (!everBegun) {
            begin(Math.round(estimateBps * FIRST_SCALE), nowNanos);
        } else if (isDoubted || isInconclusive()) {
            begin(targetBps, nowNanos);
        } else if (further || nowNanos - begunNanos >= INTERVAL_NANOS) {
            isCareful = isUsed && wasFull && !further;
            long most = isCareful ? estimateBps + MORE_WHEN_FULL_BPS : Long.MAX_VALUE;
            double scale = isUsed && !further ? SCALE_WHEN_USED : SCALE;
            begin(Math.min(most, Math.round(estimateBps * scale)), nowNanos);
        }
    }

    private boolean isInconclusive() {
        return inconclusive > 0 && inconclusive < MAX_INCONCLUSIVE;
    }

    private void begin(long bps, long nowNanos) {
        further = false;
        everBegun = true;
        cluster = cluster % SentPackets.MAX_PROBE + 1;
        targetBps = Math.min(Math.min(bps, wantedBps), BandwidthEstimator.MAX_BPS);
        begunNanos = nowNanos;
        sentBytes = 0;
        sentPackets = 0;
        sending = true;
        awaiting = true;
    }

    /** Bytes of padding to send now, besides what is sent anyway. */
    long dueBytes(long nowNanos) {
        if (!sending) {
            return 0;
        }
        long elapsed = nowNanos - begunNanos;
        if (elapsed > DURATION_NANOS && (sentPackets >= MIN_PACKETS || elapsed > 10 * DURATION_NANOS)) {
            sending = false;
            return 0;
        }
        // Of the step that begins now, too.
        long bursts = elapsed / (DURATION_NANOS / MIN_PACKETS) + 1;
        return Math.max(0, Math.round(targetBps / 8e9 * bursts * (DURATION_NANOS / MIN_PACKETS)) - sentBytes);
    }

    /** The cluster that a packet sent now is part of, or {@link SentPackets#NO_PROBE}. */
    int onSent(int bytes) {
        if (!sending) {
            return SentPackets.NO_PROBE;
        }
        sentBytes += bytes;
        sentPackets++;
        return cluster;
    }

    /** Whether arrivals of this cluster are awaited. */
    boolean awaits(int ofCluster) {
        return awaiting && ofCluster == cluster;
    }

    /** Whether all of the burst is sent and its result is not known. */
    boolean isComplete() {
        return awaiting && !sending;
    }

    int sentPackets() {
        return sentPackets;
    }

    /** The link was seen to carry so much. */
    void onResult(long bps) {
        awaiting = false;
        inconclusive = 0;
        // A client that stood still for a moment looks like a narrow link; for that nobody is paused. Twice in a row it
        // is one.
        isDoubted = !isTested && !isDoubted && bps < targetBps * FURTHER;
        isTested |= !isDoubted;
        // So little more does not fill the link: that it went through says nothing of twice as much.
        further = !isCareful && bps >= targetBps * FURTHER && bps < wantedBps;
        isExplored |= !further && !isDoubted;
    }

    /**
     * Whether a burst was sent and came through, or two did not as fast as they were sent, or several were not answered in
     * time, or the link showed without what it carries.
     */
    boolean isTested() {
        return isTested;
    }

    boolean isSending() {
        return sending;
    }

    /** Of the burst that is sent. */
    long targetBps() {
        return targetBps;
    }
}
