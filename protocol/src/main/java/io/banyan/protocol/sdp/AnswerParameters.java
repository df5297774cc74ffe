package io.banyan.protocol.sdp;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.Candidate;
import io.banyan.protocol.ice.IceCredentials;
import java.util.List;

/**
 * This node's side of a transport, as an answer states it.
 *
 * @param local new ones if the offer restarts ICE ({@link OfferNegotiator#restartsIce}), else those of the answer before
 * @param fingerprint of the node's certificate
 * @param candidates at least one, preferred ones first
 * @param sessionId of the {@code o=} line: 0 to 2^62, the same in every answer of a transport (RFC 8829 §5.2.1)
 * @param maxMedia more m-lines are refused; at most {@link SessionDescription#MAX_MEDIA}
 */
public record AnswerParameters(
        IceCredentials local, Fingerprint fingerprint, List<Candidate> candidates, long sessionId, int maxMedia) {
    public AnswerParameters {
        candidates = List.copyOf(candidates);
    }

    public AnswerParameters(IceCredentials local, Fingerprint fingerprint, List<Candidate> candidates, long sessionId) {
        this(local, fingerprint, candidates, sessionId, SessionDescription.MAX_MEDIA);
    }
}
