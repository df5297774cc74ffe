package io.banyan.node.media.receive;

import io.banyan.protocol.payload.RedPayload;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.rtp.RtpView;

/**
 * Gives the blocks of redundant audio (RFC 2198) the mesh's numbers for what they are encoded with, in place, as headers
 * get them. What is encrypted end to end it leaves alone. Owned by a media loop.
 */
final class RedBlocks {
    /** It is no redundant audio, or one of something else than Opus. */
    static final int MALFORMED = -1;

    private final RedPayload red = new RedPayload();

    /**
     * Reads a packet's payload, and changes it if need be.
     *
     * @return bytes of it before the primary block, 0: it is nothing to be looked into; or {@link #MALFORMED}
     */
    int onPacket(TrackReceiver track, CodecId codec, RtpView packet) {
        if (codec != CodecId.RED || packet.payloadLength() == 0 || track.isEncrypted()) {
            return 0;
        }
        PayloadTypeMap payloadTypes = track.settings().payloadTypes();
        if (!red.read(packet.buffer(), packet.payloadOffset(), packet.payloadLength())
                || payloadTypes.codecOf(red.primaryPayloadType()) != CodecId.OPUS) {
            return MALFORMED;
        }
        for (int i = 0; i < red.redundant(); i++) {
            if (payloadTypes.codecOf(red.payloadType(i)) != CodecId.OPUS) {
                return MALFORMED;
            }
        }
        red.patchPayloadTypes(CodecId.OPUS.number());
        return red.primaryOffset() - packet.payloadOffset();
    }
}
