package io.banyan.node.control;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaPlane;
import io.banyan.protocol.ice.Candidate;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.sdp.AnswerParameters;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSession;
import io.banyan.protocol.sdp.NegotiationResult;
import io.banyan.protocol.sdp.OfferNegotiator;
import io.banyan.protocol.sdp.RejectReason;
import io.banyan.protocol.sdp.SessionDescription;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.TrackKind;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The offers and answers of one transport. An offer is answered first and taken effect of second, so that one whose
 * tracks turn out to be refused changes nothing. Owned by one actor.
 */
final class Negotiation {
    /** DESIGN §5: a pool doubles when short; a browser takes 200 ms for an answer with so many. */
    static final int MAX_SLOTS = 200;

    private final TransportId transport;
    private final MediaPlane media;
    private final Function<TransportId, IceCredentials> credentials;
    private final RandomGenerator random;
    private final long sdpSessionId;
    private final Set<Integer> ssrcs = new HashSet<>();
    private @Nullable NegotiatedSession session;
    private @Nullable IceCredentials local;

    /**
     * @param credentials makes new ones whose ufrag names this node and the transport's loop
     */
    Negotiation(
            TransportId transport,
            MediaPlane media,
            Function<TransportId, IceCredentials> credentials,
            RandomGenerator random) {
        this.transport = transport;
        this.media = media;
        this.credentials = credentials;
        this.random = random;
        this.sdpSessionId = random.nextLong() >>> 2;
    }

    /** What came of an offer. */
    sealed interface Outcome {}

    /**
     * @param local this node's credentials in the answer
     * @param restartsIce whether they are new ones on a transport that is open
     */
    record Agreed(String answer, NegotiatedSession session, IceCredentials local, boolean restartsIce)
            implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}

    /** Answers an offer; nothing has changed yet. */
    Outcome answer(String offer) {
        NegotiatedSession before = session;
        SessionDescription description = SessionDescription.parse(offer);
        if (description == null) {
            return refused(ErrorCode.ERROR_CODE_BAD_OFFER, "the offer is no SDP, or breaks a limit of size");
        }
        boolean restartsIce = before != null && OfferNegotiator.restartsIce(description, before);
        IceCredentials own = local == null || restartsIce ? credentials.apply(transport) : local;
        AnswerParameters parameters = new AnswerParameters(own, media.fingerprint(), candidates(), sdpSessionId);
        return switch (OfferNegotiator.negotiate(description, parameters, this::nextSsrc, before)) {
            case NegotiationResult.Rejected rejected -> refused(codeOf(rejected.reason()), rejected.text());
            case NegotiationResult.Negotiated(var answer, var agreed) -> {
                if (agreed.media().isEmpty()) {
                    yield refused(
                            ErrorCode.ERROR_CODE_OFFER_NOT_SUPPORTED,
                            "no m-line has a codec that this node knows: offer Opus and VP8, H.264, VP9 or AV1");
                }
                if (slots(agreed).size() > MAX_SLOTS) {
                    yield refused(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED, "at most " + MAX_SLOTS + " slots");
                }
                yield new Agreed(answer, agreed, own, restartsIce);
            }
        };
    }

    /** What an answer that is given means for the media loop, apart from tracks. */
    List<MediaCommand> takeEffect(Agreed agreed, Function<Agreed, MediaCommand> open) {
        List<MediaCommand> commands = new ArrayList<>();
        if (session == null) {
            commands.add(open.apply(agreed));
        } else if (agreed.restartsIce()) {
            commands.add(new MediaCommand.RestartIce(
                    transport, agreed.local(), agreed.session().remote()));
        }
        session = agreed.session();
        local = agreed.local();
        commands.add(new MediaCommand.SetMedia(transport, agreed.session().media()));
        return commands;
    }

    /** What was agreed on last. */
    Optional<NegotiatedSession> session() {
        return Optional.ofNullable(session);
    }

    /** The receive m-lines of a session, as the client is told of them. */
    static List<Slot> slots(NegotiatedSession session) {
        List<Slot> slots = new ArrayList<>();
        for (NegotiatedMedia line : session.media()) {
            if (line.role() == MediaRole.SLOT) {
                slots.add(Slot.newBuilder()
                        .setMid(line.mid())
                        .setKind(kindOf(line))
                        .setPair(line.requireSlot().pair())
                        .build());
            }
        }
        return slots;
    }

    static TrackKind kindOf(NegotiatedMedia line) {
        return switch (line.kind()) {
            case AUDIO -> TrackKind.TRACK_KIND_AUDIO;
            case VIDEO -> TrackKind.TRACK_KIND_VIDEO;
        };
    }

    private List<Candidate> candidates() {
        List<InetSocketAddress> addresses = media.addresses(transport.loop());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            candidates.add(Candidate.host(addresses.get(i), i));
        }
        return candidates;
    }

    private int nextSsrc() {
        while (true) {
            int ssrc = random.nextInt();
            if (ssrc != 0 && ssrcs.add(ssrc)) {
                return ssrc;
            }
        }
    }

    private static ErrorCode codeOf(RejectReason reason) {
        return switch (reason) {
            case MALFORMED,
                    TOO_LARGE,
                    TOO_MANY_MEDIA,
                    BAD_MID,
                    CHANGED_MEDIA,
                    CONFLICTING_ICE_CREDENTIALS,
                    CONFLICTING_FINGERPRINTS -> ErrorCode.ERROR_CODE_BAD_OFFER;
            case NO_BUNDLE, NO_RTCP_MUX, NO_ICE_CREDENTIALS, NO_FINGERPRINT, BAD_SETUP ->
                ErrorCode.ERROR_CODE_OFFER_NOT_SUPPORTED;
        };
    }

    private static Refused refused(ErrorCode code, String text) {
        return new Refused(new Refusal(code, text));
    }
}
