package io.banyan.node.media.forward;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSlot;

/**
 * How one slot was negotiated.
 *
 * @param ssrc of the slot, for its whole life
 * @param rtxSsrc of its retransmissions, 0: none
 * @param payloadTypes the subscriber's
 * @param extensions the subscriber's
 */
public record SlotSettings(
        MediaKind kind, String mid, int ssrc, int rtxSsrc, PayloadTypeMap payloadTypes, ExtensionMap extensions) {
    /** Those of a negotiated m-line that is a slot. */
    public static SlotSettings of(NegotiatedMedia media) {
        NegotiatedSlot slot = media.requireSlot();
        return new SlotSettings(
                media.kind(), media.mid(), slot.ssrc(), slot.rtxSsrc(), media.payloadTypes(), media.extensions());
    }
}
