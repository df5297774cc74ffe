package io.banyan.node.media.room;

import io.banyan.node.media.congestion.ArrivalRecorder;
import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.receive.RtpStream;
import io.banyan.node.media.receive.StreamTable;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a peer's RTP: looks at the header, which is in the clear, finds the stream, and opens the packet to where it will
 * lie. Owned by a media loop.
 */
final class RtpInbound {
    private static final int TRANSPORT_CC_BYTES = 2;
    private static final int NOT_NUMBERED = -1;

    private final PeerTransport transport;
    private final StreamTable streams;
    private final ArrivalRecorder arrivals;
    private final DropCounters drops;
    private final RtpView view = new RtpView();
    private final HeaderExtensions extensions = new HeaderExtensions();
    /** For packets of streams that are not known yet: they may be nobody's. Made for the first. */
    private @Nullable PacketSlot unclaimed;

    private ExtensionMap numbering = ExtensionMap.EMPTY;

    RtpInbound(PeerTransport transport, StreamTable streams, ArrivalRecorder arrivals, DropCounters drops) {
        this.transport = transport;
        this.streams = streams;
        this.arrivals = arrivals;
        this.drops = drops;
    }

    /** Takes over the extension ids that all the bundle's m-lines have in common (RFC 8843 §9.1). */
    void setNumbering(ExtensionMap newNumbering) {
        numbering = newNumbering;
    }

    void onRtp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        if (!view.wrapProtected(buffer, offset, length)) {
            drops.count(DropReason.RTP_MALFORMED);
            return;
        }
        int transportSeq = transportSeq();
        RtpStream stream = streams.find(view.ssrc());
        if (stream == null) {
            onUnknownStream(buffer, offset, length, transportSeq, nowNanos);
            return;
        }
        PacketSlot slot = stream.reserve();
        int opened = transport.unprotectRtp(buffer, offset, length, slot.buffer(), slot.offset());
        if (opened >= 0) {
            noteArrival(transportSeq, nowNanos);
            stream.accept(slot, opened, nowNanos);
        }
    }

    private void onUnknownStream(ByteBuffer buffer, int offset, int length, int transportSeq, long nowNanos) {
        PacketSlot slot = unclaimed == null ? PacketSlot.standalone() : unclaimed;
        unclaimed = slot;
        int opened = transport.unprotectRtp(buffer, offset, length, slot.buffer(), slot.offset());
        if (opened < 0) {
            return;
        }
        noteArrival(transportSeq, nowNanos);
        if (!view.wrap(slot.buffer(), slot.offset(), opened)) {
            drops.count(DropReason.RTP_MALFORMED);
            return;
        }
        RtpStream stream = streams.bind(view, numbering);
        if (stream == null) {
            drops.count(DropReason.RTP_UNKNOWN_STREAM);
        } else {
            stream.acceptCopy(slot, opened, nowNanos);
        }
    }

    private void noteArrival(int transportSeq, long nowNanos) {
        if (transportSeq != NOT_NUMBERED) {
            arrivals.onPacket(transportSeq, nowNanos);
        }
    }

    private int transportSeq() {
        int id = numbering.idOf(HeaderExtension.TRANSPORT_CC);
        if (id == 0 || !extensions.find(view, id) || extensions.valueLength() != TRANSPORT_CC_BYTES) {
            return NOT_NUMBERED;
        }
        return view.buffer().getShort(extensions.valueOffset()) & 0xFFFF;
    }
}
