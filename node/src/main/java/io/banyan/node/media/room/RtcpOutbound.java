package io.banyan.node.media.room;

import io.banyan.node.media.transport.PeerTransport;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.ReceiverReport;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtcp.SourceDescription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gathers the RTCP for one peer and sends as much of it as possible in one datagram. Owned by a media loop. */
final class RtcpOutbound {
    /** Leaves an Ethernet frame room for IPv6, UDP and SRTCP's trailer. */
    private static final int MAX_COMPOUND_BYTES = 1_200;

    private final PeerTransport transport;
    private final int senderSsrc;
    private final ByteBuffer plain = ByteBuffer.allocate(MAX_COMPOUND_BYTES);
    private final List<RtcpPacket> waiting = new ArrayList<>();
    private int waitingBytes;
    private boolean reducedSize = true;

    /**
     * @param senderSsrc of this end where it receives; random
     */
    RtcpOutbound(PeerTransport transport, int senderSsrc) {
        this.transport = transport;
        this.senderSsrc = senderSsrc;
    }

    int senderSsrc() {
        return senderSsrc;
    }

    /** Whether feedback may go without a report in front (RFC 5506). */
    void setReducedSize(boolean isAllowed) {
        reducedSize = isAllowed;
    }

    /** A slot's report and its name, which belong into one compound (RFC 3550 §6.1). */
    void report(SenderReport report, SourceDescription name, long nowNanos) {
        add(report, CompoundWriter.packetBytes(name), nowNanos);
        add(name, 0, nowNanos);
    }

    void add(RtcpPacket packet, long nowNanos) {
        add(packet, 0, nowNanos);
    }

    void nack(int mediaSsrc, List<Integer> wireSeqs, long nowNanos) {
        add(new GenericNack(senderSsrc, mediaSsrc, wireSeqs), 0, nowNanos);
    }

    void pictureLoss(int mediaSsrc, long nowNanos) {
        add(new PictureLossIndication(senderSsrc, mediaSsrc), 0, nowNanos);
    }

    /** Sends what waits. */
    void flush(long nowNanos) {
        if (waiting.isEmpty()) {
            return;
        }
        int bytes = CompoundWriter.write(waiting, plain, 0);
        waiting.clear();
        waitingBytes = 0;
        if (bytes < 0) {
            throw new IllegalStateException("an RTCP packet is larger than a datagram may be");
        }
        transport.sendRtcp(plain, 0, bytes, nowNanos);
    }

    /**
     * @param following bytes that must go into the same compound
     */
    private void add(RtcpPacket packet, int following, long nowNanos) {
        int bytes = CompoundWriter.packetBytes(packet);
        if (waitingBytes + bytes + following > MAX_COMPOUND_BYTES) {
            flush(nowNanos);
        }
        if (waiting.isEmpty() && !reducedSize && !isReport(packet)) {
            RtcpPacket empty = new ReceiverReport(senderSsrc, List.of());
            waiting.add(empty);
            waitingBytes += CompoundWriter.packetBytes(empty);
        }
        waiting.add(packet);
        waitingBytes += bytes;
    }

    private static boolean isReport(RtcpPacket packet) {
        return packet instanceof SenderReport || packet instanceof ReceiverReport;
    }
}
