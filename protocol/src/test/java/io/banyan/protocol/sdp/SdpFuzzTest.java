package io.banyan.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.sdp.NegotiationResult.Negotiated;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Any text is answered or refused without an exception; the seed is fixed. */
class SdpFuzzTest {
    private static final int ROUNDS = 100_000;
    /** Fewer, since each is a whole negotiation. */
    private static final int NEGOTIATIONS = 40_000;

    private static final String[] FRAGMENTS = {
        "\r\n",
        "\n",
        "a=",
        "m=",
        "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
        "a=mid:",
        "a=rid:q send\r\n",
        "a=simulcast:send ",
        ";",
        ",",
        "~",
        "a=extmap:",
        "a=extmap:1/sendonly ",
        "a=rtpmap:",
        "a=fmtp:96 apt=96\r\n",
        "a=ssrc:",
        "-1",
        "4294967296",
        "99999999999999999999",
        "a=ssrc-group:FID 1 1\r\n",
        "a=group:BUNDLE",
        " ",
        "a=rtcp-fb:* nack\r\n",
        "profile-level-id=",
        "\u00e9",
        "a=bundle-only\r\n",
        "a=inactive\r\n",
        "a=setup:active\r\n",
        ":",
        "/",
        "0",
    };

    private static final String SMALL_OFFER = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1 2
            a=extmap-allow-mixed
            a=ice-ufrag:abcd
            a=ice-pwd:abcdefghijklmnopqrstuvwx
            a=fingerprint:sha-256 %s
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=setup:actpass
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=sendonly
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=rtcp-fb:111 transport-cc
            a=fmtp:111 minptime=10;useinbandfec=1
            a=ssrc:77 cname:x
            m=video 9 UDP/TLS/RTP/SAVPF 96 97 98
            a=mid:1
            a=extmap:4/sendonly urn:ietf:params:rtp-hdrext:sdes:mid
            a=sendonly
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=rtpmap:98 H264/90000
            a=fmtp:98 packetization-mode=1;profile-level-id=42e01f
            a=rid:q send
            a=rid:f send
            a=simulcast:send q;~f
            a=ssrc-group:FID 1 2
            a=ssrc:1 cname:x
            a=ssrc:2 cname:x
            m=video 0 UDP/TLS/RTP/SAVPF 96 97
            a=mid:2
            a=bundle-only
            a=recvonly
            a=rtcp-mux
            a=rtpmap:96 VP8/90000
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            """.formatted("AB:".repeat(31) + "AB");

    private final RandomGenerator random = new Random(8866);
    private final Offers offers = new Offers();

    @Test
    void shouldSurviveMutatedOffers() {
        String valid = SMALL_OFFER;
        NegotiatedSession joined = offers.answer(valid, null).session();
        int answered = 0;
        for (int round = 0; round < NEGOTIATIONS; round++) {
            StringBuilder offer = new StringBuilder(valid);
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutate(offer);
            }
            NegotiationResult result = OfferNegotiator.negotiate(
                    offer.toString(),
                    Offers.PARAMETERS,
                    () -> 1 + random.nextInt(1000),
                    random.nextBoolean() ? joined : null);
            if (result instanceof Negotiated(var answer, var session)) {
                answered++;
                assertThat(answer.length()).isLessThan(2 * offer.length() + 2000);
                assertThat(session.mids()).hasSizeLessThan(20);
                assertThat(SessionDescription.parse(answer)).isNotNull();
            }
        }
        assertThat(answered).isBetween(NEGOTIATIONS / 100, NEGOTIATIONS - NEGOTIATIONS / 100);
    }

    @Test
    void shouldSurviveRandomText() {
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder("v=0\r\n");
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            }
            SessionDescription description = SessionDescription.parse(text.toString());
            if (description != null) {
                assertThat(description.toSdp()).isNotEmpty();
                OfferNegotiator.negotiate(description, Offers.PARAMETERS, () -> 1, null);
            }
        }
    }

    private void mutate(StringBuilder offer) {
        int at = random.nextInt(offer.length());
        switch (random.nextInt(5)) {
            case 0 -> offer.setCharAt(at, (char) random.nextInt(256));
            case 1 -> offer.delete(at, Math.min(offer.length(), at + random.nextInt(40)));
            case 2 -> offer.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            case 3 -> {
                int line = offer.indexOf("\n", at) + 1;
                offer.insert(line, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            }
            default -> {
                int from = random.nextInt(offer.length());
                offer.insert(at, offer.substring(from, Math.min(offer.length(), from + random.nextInt(200))));
            }
        }
    }
}
