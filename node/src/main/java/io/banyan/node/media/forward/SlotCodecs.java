package io.banyan.node.media.forward;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.PayloadTypeMap;
import org.jspecify.annotations.Nullable;

/** What a slot's subscriber calls codecs; knows the last one's numbers without looking. Owned by a media loop. */
final class SlotCodecs {
    static final int NONE = -1;

    private final PayloadTypeMap payloadTypes;
    private @Nullable CodecId known;
    private int payloadType = NONE;
    private int rtxPayloadType = NONE;

    SlotCodecs(PayloadTypeMap payloadTypes) {
        this.payloadTypes = payloadTypes;
    }

    /** {@link #NONE}: not negotiated. */
    int payloadTypeOf(CodecId codec) {
        look(codec);
        return payloadType;
    }

    /** {@link #NONE}: not negotiated. */
    int rtxPayloadTypeOf(CodecId codec) {
        look(codec);
        return rtxPayloadType;
    }

    private void look(CodecId codec) {
        if (codec != known) {
            known = codec;
            payloadType = payloadTypes.payloadTypeOf(codec);
            rtxPayloadType = payloadTypes.rtxPayloadTypeOf(codec);
        }
    }
}
