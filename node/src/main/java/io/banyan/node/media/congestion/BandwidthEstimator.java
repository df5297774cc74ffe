package io.banyan.node.media.congestion;

import io.banyan.protocol.rtcp.TransportFeedback;

/**
 * How much the way to one subscriber carries: the least of what delay, loss and the client itself allow
 * (draft-ietf-rmcat-gcc-02), found out by probing where what is sent does not show it. Owned by a media loop.
 *
 * <p>A client that tells nothing at all is not limited: there is nothing to go by.
 */
public final class BandwidthEstimator implements FeedbackListener {
    /** Audio and the lowest layer of one camera: what any network that makes sense for a call carries. */
    public static final long START_BPS = 300_000;

    /** libwebrtc's own 5 kbit/s would starve audio, which we never hold back. */
    public static final long MIN_BPS = 50_000;

    /** A wall of cameras; beyond it nobody's network is the matter. */
    public static final long MAX_BPS = 50_000_000;

    /** No limit is known. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** A client that answers nothing for so long, while packets go to it, tells nothing. */
    static final long MUTE_NANOS = 1_000_000_000;

    /** The same for one that did before: the way is broken, or about to be. */
    static final long SILENCE_NANOS = 1_500_000_000;

    /** A link that was full a moment ago needs no probe. */
    static final long FULL_NANOS = 3_000_000_000L;

    /** Whoever else was on it then is there still. */
    static final long WAS_FULL_NANOS = 8_000_000_000L;

    /** libwebrtc, alr_detector.cc: with less the sender, not the link, is the limit. */
    private static final double APPLICATION_LIMITED = 0.65;

    private static final long SILENCE_STEP_NANOS = 500_000_000;
    private static final double SILENCE_DECREASE = 0.8;
    private static final long USUAL_RTT_NANOS = 200_000_000;
    private static final double MILLI = 1e6;

    private final FeedbackReader reader = new FeedbackReader(this);
    private final PacketGroups groups = new PacketGroups();
    private final Trendline trend = new Trendline();
    private final OveruseDetector detector = new OveruseDetector();
    private final FullLink link = new FullLink();
    private final StandingDelay standing = new StandingDelay();
    private final AcknowledgedBitrate acknowledged = new AcknowledgedBitrate();
    private final DelayBasedRate byDelay;
    private final LossBasedRate byLoss;
    private final SharedLink shared = new SharedLink();
    private final CubicRate competing = new CubicRate();
    private final ProbePlan probes = new ProbePlan();
    private final ProbeResult probeResult = new ProbeResult();
    private boolean hasFeedback;
    private boolean isMute;
    private long firstSentNanos = -1;
    private long lastSentNanos;
    private long lastFeedbackNanos;
    private long rembBps = UNLIMITED;
    private int probed;
    private long heldBps;
    private long sentBytes;

    /** Begins with nothing known. */
    public BandwidthEstimator(long nowNanos) {
        byDelay = new DelayBasedRate(START_BPS, nowNanos);
        byLoss = new LossBasedRate(START_BPS, nowNanos);
    }

    /**
     * The transport-wide number of the packet that is sent now.
     *
     * @param bytes of RTP
     * @return 0 to 65535, wraps
     */
    public int number(int bytes, long nowNanos) {
        sentBytes += bytes;
        return reader.number(bytes, probes.onSent(bytes), nowNanos);
    }

    /** A packet is sent, numbered or not. */
    public void onSent(long nowNanos) {
        if (firstSentNanos < 0) {
            firstSentNanos = nowNanos;
        }
        lastSentNanos = nowNanos;
    }

    /** The client's transport-wide feedback. */
    public void onFeedback(TransportFeedback feedback, long nowNanos) {
        reader.onFeedback(feedback, nowNanos);
    }

    /** The client's own estimate (draft-alvestrand-rmcat-remb-03), of use where it sends no transport-wide feedback. */
    public void onRemb(long bitrateBps) {
        rembBps = Math.clamp(bitrateBps, MIN_BPS, MAX_BPS);
    }

    @Override
    public void onArrival(long sentNanos, long arrivalNanos, int bytes, int probe, long nowNanos) {
        acknowledged.onArrival(arrivalNanos, bytes);
        standing.onArrival(sentNanos, arrivalNanos);
        link.onArrival(sentNanos, arrivalNanos, bytes);
        // A probe is meant to be too much: the queue that it leaves is no overuse.
        if (probe == SentPackets.NO_PROBE && groups.onPacket(sentNanos, arrivalNanos)) {
            double sendDelta = groups.sendDeltaNanos() / MILLI;
            double arrival = groups.arrivalNanos() / MILLI;
            trend.onGroup(arrival, groups.arrivalDeltaNanos() / MILLI - sendDelta);
            detector.onGroup(trend.slope(), sendDelta, arrival);
        }
        if (probes.awaits(probe)) {
            if (probe != probed) {
                probed = probe;
                probeResult.reset();
            }
            probeResult.onArrival(sentNanos, arrivalNanos, bytes);
        }
    }

    @Override
    public void onFeedbackEnd(int received, int lost, long rttNanos, long nowNanos) {
        if (received == 0) {
            return;
        }
        hasFeedback = true;
        isMute = false;
        lastFeedbackNanos = nowNanos;
        long rtt = reader.rttNanos() > 0 ? reader.rttNanos() : USUAL_RTT_NANOS;
        byDelay.update(detector.state(), acknowledged.bps(), link, rtt, nowNanos);
        byLoss.update(received, lost, standing.isQueued(), acknowledged.bps(), byDelay.bps(), rtt, nowNanos);
        compete(received, lost, rtt, nowNanos);
        // Until something of the newest burst arrives the result is of the one before.
        boolean isProbed = probes.isComplete() && probes.awaits(probed);
        long probeBps = isProbed ? probeResult.bps(probes.sentPackets()) : ProbeResult.NONE;
        if (probeBps != ProbeResult.NONE) {
            probes.onResult(probeBps);
            if (probeBps > byDelay.bps() && detector.state() != NetworkState.OVERUSE) {
                byDelay.onProbe(probeBps, probeResult.isSaturated(), nowNanos);
            }
            if (probeBps > byLoss.bps() && byLoss.loss() - byLoss.inherent() < LossBasedRate.LOW) {
                byLoss.set(probeBps);
            }
        }
    }

    /** Goes by loss alone while somebody who does keeps the queue full. */
    private void compete(int received, int lost, long rttNanos, long nowNanos) {
        boolean wasShared = shared.isShared();
        boolean wasTesting = shared.isTesting();
        boolean isLowered = byDelay.hasDecreased(rttNanos, nowNanos);
        if (shared.update(link.takeLeastQueueNanos(), isLowered, byDelay.bps(), rttNanos, nowNanos)) {
            link.hold(shared.isShared());
            if (!wasShared) {
                competing.begin(Math.max(byDelay.bps(), shared.beforeBps()), nowNanos);
            }
        }
        if (shared.isTesting() && !wasTesting) {
            heldBps = Math.round(Math.max(acknowledged.bps(), MIN_BPS) * SharedLink.TEST_SHARE);
        }
        if (shared.isShared()) {
            double usual = byLoss.inherent() * (received + lost);
            competing.update(acknowledged.bps(), lost > 2 * usual, rttNanos, nowNanos);
            byDelay.follow(competing.meanBps(), nowNanos);
            byLoss.set(competing.meanBps());
        }
    }

    /**
     * Looks at the clock; every 10 ms or so.
     *
     * @param demandBps what the subscriber would be sent if the way allowed
     * @param canPad whether there is anything to probe with
     */
    public void poll(long demandBps, boolean canPad, long nowNanos) {
        if (!hasFeedback) {
            isMute = firstSentNanos >= 0 && nowNanos - firstSentNanos > MUTE_NANOS;
        } else if (lastSentNanos > lastFeedbackNanos && nowNanos - lastFeedbackNanos > SILENCE_NANOS) {
            byDelay.set(Math.round(byDelay.bps() * SILENCE_DECREASE), nowNanos);
            lastFeedbackNanos = nowNanos - SILENCE_NANOS + SILENCE_STEP_NANOS;
        }
        if (hasFeedback) {
            boolean wasFull = byDelay.hasDecreased(WAS_FULL_NANOS, nowNanos);
            probes.poll(targetBps(), canPad ? demandBps : 0, isUsed(), isFull(nowNanos), wasFull, nowNanos);
        }
    }

    private boolean isUsed() {
        return acknowledged.bps() > targetBps() * APPLICATION_LIMITED;
    }

    private boolean isFull(long nowNanos) {
        return shared.isShared()
                || detector.state() != NetworkState.NORMAL
                || byDelay.hasDecreased(FULL_NANOS, nowNanos)
                || byLoss.loss() - byLoss.inherent() > LossBasedRate.HIGH;
    }

    /** Bits per second of RTP; {@link #UNLIMITED} if the client tells nothing. */
    public long targetBps() {
        if (hasFeedback) {
            long least = Math.min(byDelay.bps(), byLoss.bps());
            return shared.isDraining() ? Math.round(least * SharedLink.TEST_SHARE) : least;
        }
        if (rembBps != UNLIMITED) {
            return rembBps;
        }
        return isMute ? UNLIMITED : START_BPS;
    }

    /** At which packets are to leave for a moment, however much waits; 0: as the target says. */
    public long heldBps() {
        return shared.isTesting() ? heldBps : 0;
    }

    /** Bytes of padding to send now, so that the way shows what it carries. */
    public long paddingDueBytes(long nowNanos) {
        return probes.dueBytes(nowNanos);
    }

    /** What a burst that is being sent now needs, 0: none is. */
    public long probingBps() {
        return probes.isSending() ? probes.targetBps() : 0;
    }

    /** Whether the way has shown what it carries; before that the estimate is but a beginning. */
    public boolean isTested() {
        return probes.isTested() || byDelay.hasEverDecreased() || rembBps != UNLIMITED;
    }

    /** Whether the queue on the way grows. */
    public boolean isOverused() {
        return hasFeedback && !shared.isShared() && detector.state() == NetworkState.OVERUSE;
    }

    /** Whether somebody else keeps the queue on the way full, so that only loss counts. */
    public boolean isCompeting() {
        return shared.isShared();
    }

    /** What the client receives, bits per second; -1 if not known. */
    public long acknowledgedBps() {
        return acknowledged.bps();
    }

    /** RTP bytes of all that was numbered. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Packets that the client reported as received. */
    public long received() {
        return reader.received();
    }

    /** Packets that it reported as lost and not as received later. */
    public long lost() {
        return reader.lost();
    }

    /** Numbers that it reported and that were not sent, or too long ago. */
    public long unknown() {
        return reader.unknown();
    }

    /** Smoothed, with what the client waited before it reported; -1 if not known. */
    public long rttNanos() {
        return reader.rttNanos();
    }
}
