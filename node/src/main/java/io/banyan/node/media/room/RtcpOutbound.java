package io.banyan.node.media.room;

import io.banyan.node.media.transport.PeerTransport;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.ReceiverReport;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtcp.SourceDescription;
import io.banyan.protocol.sdp.NegotiatedSlot;
import java.nio.ByteBuffer;
import java.util.List;

/** Gathers the RTCP for one peer and sends as much of it as possible in one datagram. Owned by a media loop. */
final class RtcpOutbound {
    /** Leaves an Ethernet frame room for IPv6, UDP and SRTCP's trailer. */
    private static final int MAX_COMPOUND_BYTES = 1_200;

    private static final int USUAL_COMPOUND_BYTES = 256;

    /** The name of every slot, but for its SSRC, which stands behind the header. */
    private static final byte[] NAME = name();

    private static final int NAME_SSRC_AT = 4;

    private final PeerTransport transport;
    private final int senderSsrc;
    /** Grows once, if it has to: reports of a few slots are short. */
    private ByteBuffer plain = ByteBuffer.allocate(USUAL_COMPOUND_BYTES);

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
    void report(SenderReport report, long nowNanos) {
        add(report, NAME.length, nowNanos);
        reserve(NAME.length);
        plain.put(waitingBytes, NAME).putInt(waitingBytes + NAME_SSRC_AT, report.ssrc());
        waitingBytes += NAME.length;
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
        if (waitingBytes > 0) {
            int bytes = waitingBytes;
            waitingBytes = 0;
            transport.sendRtcp(plain, 0, bytes, nowNanos);
        }
    }

    /**
     * @param following bytes that must go into the same compound
     */
    private void add(RtcpPacket packet, int following, long nowNanos) {
        int bytes = CompoundWriter.packetBytes(packet);
        if (waitingBytes + bytes + following > MAX_COMPOUND_BYTES) {
            flush(nowNanos);
        }
        if (waitingBytes == 0 && !reducedSize && !isReport(packet)) {
            append(new ReceiverReport(senderSsrc, List.of()));
        }
        append(packet);
    }

    private void append(RtcpPacket packet) {
        int bytes = CompoundWriter.packetBytes(packet);
        if (bytes > MAX_COMPOUND_BYTES - waitingBytes) {
            throw new IllegalStateException("an RTCP packet is larger than a datagram may be");
        }
        reserve(bytes);
        CompoundWriter.write(packet, plain, waitingBytes);
        waitingBytes += bytes;
    }

    private void reserve(int bytes) {
        if (waitingBytes + bytes > plain.capacity()) {
            plain = ByteBuffer.allocate(MAX_COMPOUND_BYTES).put(0, plain, 0, waitingBytes);
        }
    }

    private static byte[] name() {
        SourceDescription name = SourceDescription.of(0, NegotiatedSlot.CNAME);
        byte[] bytes = new byte[CompoundWriter.packetBytes(name)];
        CompoundWriter.write(name, ByteBuffer.wrap(bytes), 0);
        return bytes;
    }

    private static boolean isReport(RtcpPacket packet) {
        return packet instanceof SenderReport || packet instanceof ReceiverReport;
    }
}
