package io.banyan.node.media.room;

import io.banyan.node.media.congestion.ArrivalRecorder;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.protocol.rtcp.ReceiverReport;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.TransportFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a publisher is told about what it sends: missing packets, key frames wanted, arrivals, reception reports. Owned by
 * a media loop.
 */
final class PublisherFeedback {
    /** RFC 3550 §6.2 asks for 5 s at least, RFC 4585 §3.4 for less where the session can bear it; browsers send these. */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** RFC 3550 §6.4.2. */
    private static final int MAX_BLOCKS = 31;
    /** Until the client's reports about a slot tell: a usual one. */
    private static final long USUAL_RTT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** One NACK packet's worth; the rest follows with the next tick. */
    private static final int MAX_NACKS = 256;

    private final PeerTracks tracks;
    private final ArrivalRecorder arrivals;
    private final RtcpOutbound rtcp;
    /** Made with the first that is published: most people only watch. */
    private int[] missing = {};

    private long nextReportNanos;

    PublisherFeedback(PeerTracks tracks, ArrivalRecorder arrivals, RtcpOutbound rtcp) {
        this.tracks = tracks;
        this.arrivals = arrivals;
        this.rtcp = rtcp;
    }

    /**
     * Sends what is due.
     *
     * @param rttNanos to the publisher, -1 if not known
     */
    void onTick(long rttNanos, long nowNanos) {
        if (tracks.all().length == 0) {
            return;
        }
        boolean isReportDue = nowNanos - nextReportNanos >= 0;
        List<ReportBlock> blocks = isReportDue ? new ArrayList<>() : List.of();
        int someSsrc = 0;
        for (PublishedTrack track : tracks.all()) {
            track.pollActivity(nowNanos);
            List<EncodingReceiver> encodings = track.receiver().encodings();
            for (int i = 0; i < encodings.size(); i++) {
                EncodingReceiver encoding = encodings.get(i);
                if (encoding.isBound()) {
                    someSsrc = encoding.ssrc();
                    nack(encoding, rttNanos, nowNanos);
                    ReportBlock block = isReportDue ? encoding.takeReport(nowNanos) : null;
                    if (block != null) {
                        blocks.add(block);
                    }
                }
            }
            track.pollWishes(nowNanos);
        }
        List<TransportFeedback> due = arrivals.poll(someSsrc, nowNanos);
        for (int i = 0; i < due.size(); i++) {
            rtcp.add(due.get(i), nowNanos);
        }
        if (isReportDue) {
            nextReportNanos = nowNanos + REPORT_NANOS;
            report(blocks, nowNanos);
        }
    }

    private void nack(EncodingReceiver encoding, long rttNanos, long nowNanos) {
        if (missing.length == 0) {
            missing = new int[MAX_NACKS];
        }
        int due = encoding.collectNacks(nowNanos, rttNanos < 0 ? USUAL_RTT_NANOS : rttNanos, missing);
        if (due > 0) {
            List<Integer> wireSeqs = new ArrayList<>(due);
            for (int i = 0; i < due; i++) {
                wireSeqs.add(missing[i]);
            }
            rtcp.nack(encoding.ssrc(), wireSeqs, nowNanos);
        }
    }

    private void report(List<ReportBlock> blocks, long nowNanos) {
        for (int from = 0; from < blocks.size(); from += MAX_BLOCKS) {
            List<ReportBlock> some = blocks.subList(from, Math.min(blocks.size(), from + MAX_BLOCKS));
            rtcp.add(new ReceiverReport(rtcp.senderSsrc(), some), nowNanos);
        }
    }
}
