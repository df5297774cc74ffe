package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What offer and answer agreed on for one m-line that was not rejected. Immutable.
 *
 * @param mid of the m-line
 * @param role what it is for now
 * @param payloadTypes the client's numbers
 * @param extensions the client's numbers
 * @param feedback what may be sent by the receiving side
 * @param rids the simulcast encodings that the client sends, lowest first as it offered them; empty: one encoding
 *     without a rid
 * @param pausedRids those of them that begin paused ({@code ~}, RFC 8853 §5.1)
 * @param announcedSsrcs those that the client sends with, if it said so
 * @param reducedSizeRtcp whether RTCP may be sent without a report in front (RFC 5506)
 * @param slot of a line that has, or had before it became inactive, the role {@link MediaRole#SLOT}
 */
public record NegotiatedMedia(
        String mid,
        MediaKind kind,
        MediaRole role,
        PayloadTypeMap payloadTypes,
        ExtensionMap extensions,
        RtcpFeedback feedback,
        List<String> rids,
        Set<String> pausedRids,
        List<AnnouncedSsrc> announcedSsrcs,
        boolean reducedSizeRtcp,
        @Nullable NegotiatedSlot slot) {
    public NegotiatedMedia {
        rids = List.copyOf(rids);
        pausedRids = Set.copyOf(pausedRids);
        announcedSsrcs = List.copyOf(announcedSsrcs);
    }

    /** The slot of a line that is known to have one. */
    public NegotiatedSlot requireSlot() {
        if (slot == null) {
            throw new IllegalStateException("m-line " + mid + " is no slot");
        }
        return slot;
    }
}
