package io.banyan.protocol.sdp;

/** What came of an offer. */
public sealed interface NegotiationResult {
    /**
     * @param answer SDP for the client
     * @param session what it means
     */
    record Negotiated(String answer, NegotiatedSession session) implements NegotiationResult {}

    /**
     * The offer is refused as a whole, and whatever was negotiated before stays.
     *
     * @param text for people; it quotes nothing of the offer but mids
     */
    record Rejected(RejectReason reason, String text) implements NegotiationResult {}
}
