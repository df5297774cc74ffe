package io.banyan.node.media.forward;

import io.banyan.protocol.rtp.CodecId;

/** The rewriters of one slot's payloads, each over all sources that the slot ever has. Owned by a media loop. */
final class PayloadRewriters {
    private final PayloadRewriter vp8;
    private final PayloadRewriter vp9 = new Vp9Rewriter();

    PayloadRewriters(Workbench workbench) {
        vp8 = new Vp8Rewriter(workbench.vp8);
    }

    /** The next packet is another source's. */
    void begin() {
        vp8.begin();
        vp9.begin();
    }

    /** What a codec's payloads need. */
    PayloadRewriter of(CodecId codec) {
        if (codec == CodecId.VP8) {
            return vp8;
        }
        return codec.isVp9() ? vp9 : PayloadRewriter.NONE;
    }
}
