package io.banyan.node.media.receive;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.RtxPacket;

/**
 * Turns a publisher's retransmission back into the original packet, in place (RFC 4588 §4). Publishers also probe for
 * bandwidth on this stream, with padding only or with copies of packets that were never lost. Owned by a media loop.
 */
final class RtxUnwrapper {
    static final int NOTHING = -1;

    private final RtpView view = new RtpView();
    private final DropCounters drops;

    RtxUnwrapper(DropCounters drops) {
        this.drops = drops;
    }

    /**
     * Unwraps the packet in a slot.
     *
     * @param ssrc of the original stream
     * @return bytes of the original, or {@link #NOTHING} (counted)
     */
    int unwrap(PacketSlot slot, int length, PayloadTypeMap payloadTypes, int ssrc) {
        if (!view.wrap(slot.buffer(), slot.offset(), length)) {
            return drop(DropReason.RTP_MALFORMED);
        }
        if (view.payloadLength() == 0) {
            return drop(DropReason.RTP_PADDING_ONLY);
        }
        if (!RtxPacket.hasOriginal(view)) {
            return drop(DropReason.RTX_MALFORMED);
        }
        int payloadType = payloadTypes.mediaPayloadTypeOf(view.payloadType());
        if (payloadType < 0) {
            return drop(DropReason.RTP_UNKNOWN_PAYLOAD_TYPE);
        }
        int bytes = RtxPacket.unwrap(view, payloadType, ssrc, slot.buffer(), slot.offset());
        return bytes < 0 ? drop(DropReason.RTX_MALFORMED) : bytes;
    }

    private int drop(DropReason reason) {
        drops.count(reason);
        return NOTHING;
    }
}
