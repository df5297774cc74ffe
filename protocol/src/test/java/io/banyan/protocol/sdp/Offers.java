package io.banyan.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.Candidate;
import io.banyan.protocol.ice.IceCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Offers recorded from browsers, and a node that answers them the same way each time.
 *
 * <p>Each page sent a microphone and a camera in three encodings and had 3 audio and 6 video slots; {@code more-slots}
 * doubles them; {@code screen-share} adds a share, whose smaller encoding is paused, and a data channel; {@code
 * screen-stopped}, {@code recycled} (its m-line is a slot now), {@code ice-restart} and {@code first-stopped} (the
 * microphone, on the first m-line) follow in this order.
 */
final class Offers {
    static final AnswerParameters PARAMETERS = new AnswerParameters(
            new IceCredentials("nodesUfrag", "nodesPasswordOf24Letters"),
            new Fingerprint("sha-256", new byte[32]),
            List.of(
                    Candidate.host(new InetSocketAddress("192.0.2.10", 40_000), 0),
                    Candidate.host(new InetSocketAddress("2001:db8::10", 40_000), 1)),
            42);

    private int lastSsrc = 1000;

    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Offers.class.getResourceAsStream(name + ".sdp"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NegotiationResult.Negotiated answer(String offer, @Nullable NegotiatedSession previous) {
        NegotiationResult result = OfferNegotiator.negotiate(offer, PARAMETERS, () -> ++lastSsrc, previous);
        assertThat(result).isInstanceOf(NegotiationResult.Negotiated.class);
        return (NegotiationResult.Negotiated) result;
    }

    NegotiationResult.Rejected refuse(String offer, @Nullable NegotiatedSession previous) {
        NegotiationResult result = OfferNegotiator.negotiate(offer, PARAMETERS, () -> ++lastSsrc, previous);
        assertThat(result).isInstanceOf(NegotiationResult.Rejected.class);
        return (NegotiationResult.Rejected) result;
    }

    static SessionDescription parsed(String text) {
        return Objects.requireNonNull(SessionDescription.parse(text), "malformed");
    }

    static NegotiatedMedia line(NegotiatedSession session, String mid) {
        return Objects.requireNonNull(session.byMid(mid), mid);
    }
}
