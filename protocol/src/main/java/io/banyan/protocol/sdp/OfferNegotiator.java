package io.banyan.protocol.sdp;

import io.banyan.protocol.sdp.NegotiationResult.Negotiated;
import io.banyan.protocol.sdp.NegotiationResult.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client's offer (RFC 8829 §5.3, RFC 9143): a pure function of the offer, this node's side, and what was
 * negotiated on the transport before. Thread-safe.
 *
 * <p>A line that the client only receives on is a slot; one that it sends on is a published track. A mid keeps being
 * the one or the other, its pair and its SSRCs; payload types and extension ids are the offer's.
 */
public final class OfferNegotiator {
    private OfferNegotiator() {}

    /**
     * Answers an offer as it came from a client.
     *
     * @param slots asked for the SSRCs of new slots
     * @param previous the result of the last negotiation of this transport; null for the first
     */
    public static NegotiationResult negotiate(
            String offer, AnswerParameters parameters, SlotAllocator slots, @Nullable NegotiatedSession previous) {
        return switch (new SdpParser(offer).parse()) {
            case SdpParser.Refused(var reason, var text) -> new Rejected(reason, text);
            case SdpParser.Parsed(var description) -> negotiate(description, parameters, slots, previous);
        };
    }

    /** Answers an offer that was parsed before. */
    public static NegotiationResult negotiate(
            SessionDescription offer,
            AnswerParameters parameters,
            SlotAllocator slots,
            @Nullable NegotiatedSession previous) {
        Rejected rejected = OfferChecker.check(offer, parameters.maxMedia(), previous);
        if (rejected != null) {
            return rejected;
        }
        List<MediaDescription> running =
                offer.media().stream().filter(media -> !media.isStopped()).toList();
        return switch (TransportOffer.read(offer, running)) {
            case TransportOffer.Refused(var why) -> why;
            case TransportOffer.Agreed transport -> answer(offer, transport, parameters, slots, previous);
        };
    }

    /**
     * Whether an offer restarts ICE (RFC 8839 §4.4.1.1.1): then its answer needs new local credentials. False too for an
     * offer that {@link #negotiate} will refuse for its credentials.
     */
    public static boolean restartsIce(SessionDescription offer, NegotiatedSession previous) {
        String ufrag = offer.anywhere("ice-ufrag");
        String password = offer.anywhere("ice-pwd");
        return ufrag != null
                && password != null
                && !(ufrag.equals(previous.remote().ufrag())
                        && password.equals(previous.remote().password()));
    }

    private static NegotiationResult answer(
            SessionDescription offer,
            TransportOffer.Agreed transport,
            AnswerParameters parameters,
            SlotAllocator slots,
            @Nullable NegotiatedSession previous) {
        if (previous != null && !previous.remoteFingerprints().equals(transport.fingerprints())) {
            return new Rejected(
                    RejectReason.CONFLICTING_FINGERPRINTS, "another certificate than before: that is another client");
        }
        List<MediaLines.Line> lines = new MediaLines(offer, slots, previous).read();
        List<NegotiatedMedia> media = new ArrayList<>();
        List<String> mids = new ArrayList<>();
        for (MediaLines.Line line : lines) {
            NegotiatedMedia negotiated = line.media();
            mids.add(negotiated == null ? "" : negotiated.mid());
            if (negotiated != null) {
                media.add(negotiated);
            }
        }
        List<String> bundled = new ArrayList<>(OfferChecker.bundledMids(offer));
        bundled.retainAll(mids);
        bundled.remove("");
        long version = previous == null ? 1 : previous.version() + 1;
        String answer = new AnswerComposer(offer, parameters, version)
                .compose(lines, bundled)
                .toSdp();
        NegotiatedSession session =
                new NegotiatedSession(transport.remote(), transport.fingerprints(), media, mids, version);
        return new Negotiated(answer, session);
    }
}
