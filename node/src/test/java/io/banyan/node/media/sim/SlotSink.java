package io.banyan.node.media.sim;

import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.RtxPacket;
import io.banyan.protocol.rtp.SequenceUnwrapper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What arrives on one slot, put in order; asks for what is missing. */
public final class SlotSink {
    /**
     * A packet as the subscriber saw it.
     *
     * @param mid of its header extension, empty if it had none
     * @param audioLevel the extension's byte, -1 if it had none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Arrived(
            int payloadType, int timestamp, int csrcCount, int csrc, String mid, int audioLevel, byte[] payload) {}

    private final TestPeer peer;
    private final int ssrc;
    private final int rtxSsrc;
    private final RtpView view = new RtpView();
    private final HeaderExtensions extensions = new HeaderExtensions();
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final SortedMap<Long, Arrived> packets = new TreeMap<>();
    private int duplicates;
    private int retransmissions;

    public SlotSink(TestPeer peer, int ssrc, int rtxSsrc) {
        this.peer = peer;
        this.ssrc = ssrc;
        this.rtxSsrc = rtxSsrc;
    }

    public void onRtp(byte[] packet) {
        if (!view.wrap(ByteBuffer.wrap(packet), 0, packet.length)) {
            throw new AssertionError("the node sent a malformed packet");
        }
        if (view.ssrc() == ssrc) {
            keep(view.wireSeq(), view.payloadOffset(), view.payloadLength());
        } else if (view.ssrc() == rtxSsrc) {
            retransmissions++;
            keep(RtxPacket.originalWireSeq(view), view.payloadOffset() + 2, view.payloadLength() - 2);
        }
    }

    private void keep(int wireSeq, int payloadOffset, int payloadLength) {
        byte[] payload = new byte[payloadLength];
        view.buffer().get(payloadOffset, payload);
        boolean hasMid = extensions.find(view, Lines.SUBSCRIBER_EXTENSIONS.idOf(HeaderExtension.MID));
        String mid = hasMid ? extensions.valueText() : "";
        boolean hasLevel = extensions.find(view, Lines.SUBSCRIBER_EXTENSIONS.idOf(HeaderExtension.AUDIO_LEVEL));
        int level = hasLevel ? view.buffer().get(extensions.valueOffset()) & 0xFF : -1;
        Arrived arrived = new Arrived(
                view.payloadType(),
                view.timestamp(),
                view.csrcCount(),
                view.csrcCount() > 0 ? view.csrc(0) : 0,
                mid,
                level,
                payload);
        if (packets.put(unwrapper.unwrap(wireSeq), arrived) != null) {
            duplicates++;
        }
    }

    /** Asks for every hole, however often: the node holds repetitions down. */
    public void nackHoles() {
        List<Integer> holes = new ArrayList<>();
        if (packets.isEmpty()) {
            return;
        }
        for (long seq = packets.firstKey(); seq < packets.lastKey(); seq++) {
            if (!packets.containsKey(seq)) {
                holes.add((int) seq & 0xFFFF);
            }
        }
        if (!holes.isEmpty()) {
            peer.sendRtcp(new GenericNack(1, ssrc, holes.subList(0, Math.min(100, holes.size()))));
        }
    }

    public int ssrc() {
        return ssrc;
    }

    /** In the order of their numbers. */
    public List<Arrived> packets() {
        return List.copyOf(packets.values());
    }

    public int count() {
        return packets.size();
    }

    public List<byte[]> payloads() {
        return packets.values().stream().map(Arrived::payload).toList();
    }

    /** Numbers between the first and the last that did not come. */
    public long holes() {
        return packets.isEmpty() ? 0 : packets.lastKey() - packets.firstKey() + 1 - packets.size();
    }

    public int duplicates() {
        return duplicates;
    }

    public int retransmissions() {
        return retransmissions;
    }
}
