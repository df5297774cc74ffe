package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.CompoundReader;
import io.banyan.protocol.rtcp.FullIntraRequest;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.ReceiverReport;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.RtxPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one peer sends and receives over its transport. Owned by the peer's loop. */
final class PeerMedia implements TransportListener {
    /** As browsers do for video. */
    private static final long REPORT_NANOS = 1_000_000_000L;

    private static final long REQUEST_NANOS = 10_000_000;
    /** Of the receiver reports; nothing is sent on it. */
    private static final int OWN_SSRC = 1;
    /** Five bits count them (RFC 3550 §6.4.2). */
    private static final int MAX_REPORT_BLOCKS = 31;

    private static final int TRANSPORT_CC = PeerNumbers.EXTENSION_MAP.idOf(HeaderExtension.TRANSPORT_CC);

    private final List<MediaSource> sources;
    private final HeaderExtensions extensions = new HeaderExtensions();
    private final ArrivalReports arrivals = new ArrivalReports(OWN_SSRC);
    private final Map<Integer, SlotReceiver> bySsrc = new HashMap<>();
    private final Map<Integer, SlotReceiver> byRtxSsrc = new HashMap<>();
    private final List<SlotReceiver> slots = new ArrayList<>();
    private final RtpView view = new RtpView();
    private final RtpView original = new RtpView();
    private final ByteBuffer unwrapped = ByteBuffer.allocate(2_048);
    private final List<RtcpPacket> outgoing = new ArrayList<>();
    private final Runnable onConnected;
    private final long everyNanos;
    private final Runnable regularly;
    private long nextRegularNanos;
    private @Nullable MediaLink transport;
    private boolean isConnected;
    private boolean isSilent;
    private long nextReportNanos;
    private long nextRequestNanos;
    private long unknownSsrc;
    private long firstPacketNanos = -1;
    private long keyFrameRequests;

    /** @param everyNanos how often {@code regularly} runs, connected or not */
    PeerMedia(
            List<MediaSource> sources,
            List<AnsweredSlot> answered,
            Runnable onConnected,
            long everyNanos,
            Runnable regularly,
            long nowNanos) {
        this.sources = sources;
        this.onConnected = onConnected;
        this.everyNanos = everyNanos;
        this.regularly = regularly;
        this.nextRegularNanos = nowNanos + everyNanos;
        for (AnsweredSlot slot : answered) {
            SlotReceiver receiver = new SlotReceiver(slot, OWN_SSRC);
            slots.add(receiver);
            bySsrc.put(slot.ssrc(), receiver);
            if (slot.rtxSsrc() != 0) {
                byRtxSsrc.put(slot.rtxSsrc(), receiver);
            }
        }
    }

    void attach(MediaLink newTransport) {
        transport = newTransport;
    }

    @Override
    public void onConnected(long nowNanos) {
        isConnected = true;
        onConnected.run();
    }

    @Override
    public void onTick(long nowNanos) {
        if (nowNanos >= nextRegularNanos) {
            nextRegularNanos = nowNanos + everyNanos;
            regularly.run();
        }
        if (!isConnected || transport == null || isSilent) {
            return;
        }
        for (MediaSource source : sources) {
            source.poll(transport, nowNanos);
        }
        for (SlotReceiver slot : slots) {
            slot.play(nowNanos);
        }
        transport.sendRtcp(arrivals.poll(nowNanos));
        if (nowNanos >= nextRequestNanos) {
            nextRequestNanos = nowNanos + REQUEST_NANOS;
            sendRequests(transport, nowNanos);
        }
        if (nowNanos >= nextReportNanos) {
            nextReportNanos = nowNanos + REPORT_NANOS;
            sendReports(transport, nowNanos);
        }
    }

    @Override
    public void onRtp(ByteBuffer packet, int length, long nowNanos) {
        if (!view.wrap(packet, 0, length)) {
            return;
        }
        if (extensions.find(view, TRANSPORT_CC)) {
            arrivals.onPacket(view.buffer().getShort(extensions.valueOffset()) & 0xffff, nowNanos);
        }
        if (firstPacketNanos < 0 && view.payloadLength() > 0) {
            firstPacketNanos = nowNanos;
        }
        SlotReceiver slot = bySsrc.get(view.ssrc());
        if (slot != null) {
            slot.onPacket(view, false, nowNanos);
            return;
        }
        slot = byRtxSsrc.get(view.ssrc());
        if (slot == null) {
            unknownSsrc++;
        } else if (RtxPacket.hasOriginal(view)) {
            int bytes = RtxPacket.unwrap(view, PeerNumbers.VP8, slot.slot().ssrc(), unwrapped, 0);
            if (bytes > 0 && original.wrap(unwrapped, 0, bytes)) {
                slot.onPacket(original, true, nowNanos);
            }
        }
    }

    @Override
    public void onRtcp(ByteBuffer packet, int length, long nowNanos) {
        CompoundReader.read(packet, 0, length).forEach(each -> onRtcp(each, nowNanos));
    }

    void onRtcp(RtcpPacket packet, long nowNanos) {
        switch (packet) {
            case SenderReport report -> onSenderReport(report, nowNanos);
            case GenericNack nack -> onNack(nack, nowNanos);
            case PictureLossIndication pli -> onKeyframeRequest(pli.mediaSsrc());
            case FullIntraRequest fir -> fir.entries().forEach(entry -> onKeyframeRequest(entry.ssrc()));
            default -> {}
        }
    }

    void onKeyframeRequest(String mid, String rid) {
        keyFrameRequests++;
        for (MediaSource source : sources) {
            if (source.stats().mid().equals(mid)) {
                source.onKeyframeRequest(rid);
            }
        }
    }

    void onAnnounced(String mid, int csrc, int track) {
        for (SlotReceiver slot : slots) {
            if (slot.slot().mid().equals(mid)) {
                slot.onAnnounced(csrc, track);
            }
        }
    }

    void setMuted(String mid, boolean muted) {
        for (MediaSource source : sources) {
            if (source.stats().mid().equals(mid)) {
                source.setMuted(muted);
            }
        }
    }

    void setSpeaking(boolean speaking) {
        sources.forEach(source -> source.setSpeaking(speaking));
    }

    /** While silent nothing leaves but ICE's checks. */
    void setSilent(boolean silent) {
        isSilent = silent;
    }

    /** The longest freezes and gaps are of what follows. */
    void forgetLongest() {
        slots.forEach(SlotReceiver::forgetLongest);
    }

    PeerStats stats() {
        return new PeerStats(
                transport == null
                        ? new TransportStats(false, -1, -1, 0, 0, 0, 0, 0, 0, "not started")
                        : transport.stats(),
                sources.stream().map(MediaSource::stats).toList(),
                slots.stream().map(SlotReceiver::stats).toList(),
                unknownSsrc,
                firstPacketNanos,
                keyFrameRequests);
    }

    private void onSenderReport(SenderReport report, long nowNanos) {
        SlotReceiver slot = bySsrc.get(report.ssrc());
        if (slot != null) {
            slot.onSenderReport(report, nowNanos);
        }
    }

    private void onNack(GenericNack nack, long nowNanos) {
        if (transport != null) {
            for (MediaSource source : sources) {
                source.onNack(nack.mediaSsrc(), nack.wireSeqs(), transport, nowNanos);
            }
        }
    }

    private void onKeyframeRequest(int ssrc) {
        keyFrameRequests++;
        for (MediaSource source : sources) {
            source.onKeyframeRequest(ssrc);
        }
    }

    private void sendRequests(MediaLink to, long nowNanos) {
        outgoing.clear();
        for (SlotReceiver slot : slots) {
            slot.collectRequests(outgoing, nowNanos, to.rttNanos());
        }
        to.sendRtcp(outgoing);
    }

    private void sendReports(MediaLink to, long nowNanos) {
        long ntp = NtpTime.fromUnixNanos(WallClock.unixNanos(nowNanos));
        outgoing.clear();
        for (MediaSource source : sources) {
            source.collectReports(ntp, nowNanos, outgoing);
        }
        List<ReportBlock> blocks = new ArrayList<>();
        for (SlotReceiver slot : slots) {
            ReportBlock block = slot.report(nowNanos);
            if (block != null && blocks.size() < MAX_REPORT_BLOCKS) {
                blocks.add(block);
            }
        }
        outgoing.add(new ReceiverReport(OWN_SSRC, blocks));
        to.sendRtcp(outgoing);
    }
}
