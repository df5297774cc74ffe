package io.banyan.protocol.sdp;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What offer and answer agreed on, and all that the next negotiation of the same transport must know. Immutable.
 *
 * @param remote the client's ICE credentials
 * @param remoteFingerprints at least one; the client's certificate must match one of them
 * @param media the m-lines that were not rejected, in their order
 * @param mids of every m-line, rejected ones too; empty for those that a later offer may use anew
 * @param version of the answer's {@code o=} line: one more with every answer (RFC 8829 §5.3.2)
 */
public record NegotiatedSession(
        IceCredentials remote,
        List<Fingerprint> remoteFingerprints,
        List<NegotiatedMedia> media,
        List<String> mids,
        long version) {
    public NegotiatedSession {
        remoteFingerprints = List.copyOf(remoteFingerprints);
        media = List.copyOf(media);
        mids = List.copyOf(mids);
    }

    /** The m-line of this mid, or null if there is none or it was rejected. */
    public @Nullable NegotiatedMedia byMid(String mid) {
        for (NegotiatedMedia line : media) {
            if (line.mid().equals(mid)) {
                return line;
            }
        }
        return null;
    }
}
