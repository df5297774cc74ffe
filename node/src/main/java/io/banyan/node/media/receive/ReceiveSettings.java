package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.List;

/**
 * How one publishing m-line was negotiated.
 *
 * @param rids of its encodings, lowest quality first; empty: one encoding without a rid
 * @param nack whether the publisher answers generic NACKs
 */
public record ReceiveSettings(
        MediaKind kind, List<String> rids, PayloadTypeMap payloadTypes, ExtensionMap extensions, boolean nack) {
    public ReceiveSettings {
        rids = List.copyOf(rids);
    }

    /** Those of a negotiated m-line that publishes. */
    public static ReceiveSettings of(NegotiatedMedia media) {
        return new ReceiveSettings(
                media.kind(),
                media.rids(),
                media.payloadTypes(),
                media.extensions(),
                media.feedback().nack());
    }
}
