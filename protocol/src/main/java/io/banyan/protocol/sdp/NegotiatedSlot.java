package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.MediaKind;
import java.util.Locale;

/**
 * The sending end of a receive m-line: what the client was told to expect there.
 *
 * @param pair audio slot and video slot of one pair share a media stream, which browsers play in sync
 * @param ssrc of the media, never 0
 * @param rtxSsrc of retransmissions; 0: none were negotiated
 */
public record NegotiatedSlot(int pair, int ssrc, int rtxSsrc) {
    /**
     * The CNAME of every slot (RFC 3550 §6.5.1), in SDP and in SDES: all of a node's streams to a client have one clock.
     * Browsers go by the media stream to decide what is played in sync.
     */
    public static final String CNAME = "banyan";

    public boolean hasRtx() {
        return rtxSsrc != 0;
    }

    /** The id of the MediaStream that the pair's two slots share. */
    public String streamId() {
        return "slot-" + pair;
    }

    /** Unique in the whole description, as browsers insist. */
    public String trackId(MediaKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + pair;
    }
}
