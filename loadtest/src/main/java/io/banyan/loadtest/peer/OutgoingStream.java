package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.AbsSendTime;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import io.banyan.protocol.rtp.RtxPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One SSRC that a peer sends, and its retransmissions: numbers the packets, lays their headers, keeps the last ones to
 * send again. Owned by the peer's loop.
 */
final class OutgoingStream {
    static final int MAX_PAYLOAD_BYTES = 1_150;
    private static final int MAX_PACKET_BYTES = 1_500;
    private static final ExtensionMap IDS = PeerNumbers.EXTENSION_MAP;

    private final StreamIds ids;
    private final ByteBuffer mid;
    private final ByteBuffer rid;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final ExtensionWriter extensions = new ExtensionWriter();
    private final ByteBuffer packet = ByteBuffer.allocate(MAX_PACKET_BYTES);
    private final ByteBuffer kept;
    private final int[] keptBytes;
    private final int[] keptTimestamps;
    private final boolean[] keptMarkers;
    private final int mask;
    private final long firstSeq;
    private long nextSeq;
    private long nextRtxSeq;
    private int packetCount;
    private int octetCount;
    private long resentCount;

    /** @param keptPackets how many can be sent again, a power of two */
    OutgoingStream(StreamIds ids, int keptPackets, RandomGenerator random) {
        this.ids = ids;
        mid = ByteBuffer.wrap(ids.mid().getBytes(StandardCharsets.US_ASCII));
        rid = ByteBuffer.wrap(ids.rid().getBytes(StandardCharsets.US_ASCII));
        kept = ByteBuffer.allocate(keptPackets * MAX_PAYLOAD_BYTES);
        keptBytes = new int[keptPackets];
        keptTimestamps = new int[keptPackets];
        keptMarkers = new boolean[keptPackets];
        mask = keptPackets - 1;
        // Below 2^15, so that a lost first packet cannot hide a rollover (RFC 3711 §3.3.1).
        firstSeq = random.nextInt(1 << 15);
        nextSeq = firstSeq;
        nextRtxSeq = random.nextInt(1 << 15);
    }

    StreamIds ids() {
        return ids;
    }

    /** The payload of the packet that {@link #send} sends next is written here, from {@link #payloadOffset}. */
    ByteBuffer payload() {
        return kept;
    }

    int payloadOffset() {
        return slotOf(nextSeq) * MAX_PAYLOAD_BYTES;
    }

    /** @param audioLevel the extension's value; -1: none */
    void send(int payloadBytes, int timestamp, boolean marker, int audioLevel, PacketOutput out, long nowNanos) {
        int slot = slotOf(nextSeq);
        keptBytes[slot] = payloadBytes;
        keptTimestamps[slot] = timestamp;
        keptMarkers[slot] = marker;
        beginExtensions(out, nowNanos);
        if (!ids.rid().isEmpty()) {
            extensions.add(IDS.idOf(HeaderExtension.RID), rid, 0, rid.capacity());
        }
        if (audioLevel >= 0) {
            extensions.add(IDS.idOf(HeaderExtension.AUDIO_LEVEL), audioLevel, 1);
        }
        header.payloadType(ids.payloadType())
                .marker(marker)
                .wireSeq((int) nextSeq)
                .timestamp(timestamp)
                .ssrc(ids.ssrc());
        int bytes = header.write(packet, 0, extensions);
        packet.put(bytes, kept, slot * MAX_PAYLOAD_BYTES, payloadBytes);
        nextSeq++;
        packetCount++;
        octetCount += payloadBytes;
        out.sendRtp(packet, bytes + payloadBytes, nowNanos);
    }

    /** Answers a NACK by RTX (RFC 4588); what is no longer kept is not answered. */
    void resend(List<Integer> wireSeqs, PacketOutput out, long nowNanos) {
        if (!ids.hasRtx()) {
            return;
        }
        for (int wireSeq : wireSeqs) {
            long seq = nextSeq - 1 - ((nextSeq - 1 - wireSeq) & 0xffff);
            if (seq >= firstSeq && nextSeq - seq <= keptBytes.length) {
                resend(seq, out, nowNanos);
            }
        }
    }

    SenderReport report(long ntp, int timestamp) {
        return new SenderReport(ids.ssrc(), ntp, timestamp, packetCount, octetCount, List.of());
    }

    long packetCount() {
        return packetCount;
    }

    long resentCount() {
        return resentCount;
    }

    private void resend(long seq, PacketOutput out, long nowNanos) {
        int slot = slotOf(seq);
        beginExtensions(out, nowNanos);
        if (!ids.rid().isEmpty()) {
            extensions.add(IDS.idOf(HeaderExtension.REPAIRED_RID), rid, 0, rid.capacity());
        }
        header.payloadType(ids.rtxPayloadType())
                .marker(keptMarkers[slot])
                .wireSeq((int) nextRtxSeq++)
                .timestamp(keptTimestamps[slot])
                .ssrc(ids.rtxSsrc());
        int bytes = header.write(packet, 0, extensions);
        packet.putShort(bytes, (short) seq);
        bytes += RtxPacket.OSN_BYTES;
        packet.put(bytes, kept, slot * MAX_PAYLOAD_BYTES, keptBytes[slot]);
        resentCount++;
        out.sendRtp(packet, bytes + keptBytes[slot], nowNanos);
    }

    private void beginExtensions(PacketOutput out, long nowNanos) {
        extensions.reset();
        extensions.add(IDS.idOf(HeaderExtension.MID), mid, 0, mid.capacity());
        extensions.add(IDS.idOf(HeaderExtension.TRANSPORT_CC), out.nextTransportSeq(), 2);
        extensions.add(
                IDS.idOf(HeaderExtension.ABS_SEND_TIME), AbsSendTime.fromNanos(nowNanos), AbsSendTime.VALUE_BYTES);
    }

    private int slotOf(long seq) {
        return (int) seq & mask;
    }
}
