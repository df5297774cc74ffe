package io.banyan.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.banyan.protocol.rtp.HeaderExtension;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileOfferTest {
    private static final String OFFER = Offers.read("chromium-156-join");

    private final Offers offers = new Offers();

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(RejectReason.MALFORMED, offer -> ""),
                refused(RejectReason.MALFORMED, offer -> "garbage"),
                refused(RejectReason.MALFORMED, offer -> "\0".repeat(1000)),
                refused(RejectReason.MALFORMED, offer -> offer + "garbage\n"),
                refused(RejectReason.MALFORMED, offer -> offer + "a=x\0y\n"),
                refused(RejectReason.MALFORMED, offer -> offer + "a=x\ry\n"),
                refused(RejectReason.MALFORMED, offer -> offer + "m=audio\n"),
                refused(RejectReason.MALFORMED, offer -> offer + "m=audio 65536 UDP/TLS/RTP/SAVPF 0\n"),
                refused(RejectReason.MALFORMED, offer -> "v=0\n"),
                refused(RejectReason.TOO_MANY_MEDIA, offer -> offer + "m=audio 9 x 0\n".repeat(10_000)),
                refused(RejectReason.TOO_LARGE, offer -> offer + "a=" + "x".repeat(1_000_000)),
                refused(RejectReason.TOO_LARGE, offer -> offer + "a=" + "x".repeat(10_000)),
                refused(RejectReason.TOO_LARGE, offer -> offer + "a=x\n".repeat(200_000)),
                refused(RejectReason.TOO_LARGE, offer -> offer + "a=x\n".repeat(1_000)),
                refused(RejectReason.BAD_MID, offer -> offer.replace("a=mid:3\n", "")),
                refused(RejectReason.BAD_MID, offer -> offer.replace("a=mid:3\n", "a=mid:4\n")),
                refused(RejectReason.BAD_MID, offer -> offer.replace("a=mid:3\n", "a=mid:12345678901234567\n")),
                refused(RejectReason.BAD_MID, offer -> offer.replace("a=mid:3\n", "a=mid:3 4\n")),
                refused(RejectReason.NO_BUNDLE, offer -> offer.replaceAll("a=group:BUNDLE.*\n", "")),
                refused(RejectReason.NO_BUNDLE, offer -> offer.replace("BUNDLE 0 1 ", "BUNDLE 1 ")),
                refused(RejectReason.NO_RTCP_MUX, offer -> offer.replace("a=rtcp-mux\n", "")),
                refused(RejectReason.NO_ICE_CREDENTIALS, offer -> offer.replaceAll("a=ice-ufrag.*\n", "")),
                refused(RejectReason.NO_ICE_CREDENTIALS, offer -> offer.replaceAll("a=ice-pwd:.*\n", "a=ice-pwd:x\n")),
                refused(
                        RejectReason.CONFLICTING_ICE_CREDENTIALS,
                        offer -> offer.replaceFirst("a=ice-ufrag:.*\n", "a=ice-ufrag:else\n")),
                refused(RejectReason.NO_FINGERPRINT, offer -> offer.replaceAll("a=fingerprint.*\n", "")),
                refused(RejectReason.NO_FINGERPRINT, offer -> offer.replace("sha-256", "md5")),
                refused(
                        RejectReason.CONFLICTING_FINGERPRINTS,
                        offer -> offer.replaceFirst("sha-256 ..:", "sha-256 FF:")),
                refused(RejectReason.BAD_SETUP, offer -> offer.replace("a=setup:actpass", "a=setup:passive")));
    }

    private static Arguments refused(RejectReason reason, UnaryOperator<String> change) {
        return arguments(reason, change);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuse(RejectReason reason, UnaryOperator<String> change) {
        NegotiationResult.Rejected rejected = offers.refuse(change.apply(OFFER), null);

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.text()).isNotBlank().hasSizeLessThan(200);
    }

    @Test
    void shouldKeepToTheLimitItIsGiven() {
        AnswerParameters few = new AnswerParameters(
                Offers.PARAMETERS.local(), Offers.PARAMETERS.fingerprint(), Offers.PARAMETERS.candidates(), 1, 10);

        NegotiationResult result = OfferNegotiator.negotiate(OFFER, few, () -> 1, null);

        assertThat(result)
                .isEqualTo(new NegotiationResult.Rejected(RejectReason.TOO_MANY_MEDIA, "11 m-lines, of at most 10"));
    }

    @Test
    void shouldRejectSingleLinesItCannotServe() {
        String offer = OFFER.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio 9 RTP/AVP 111")
                .replaceFirst("VP8/90000", "H266/90000");

        SessionDescription answer = Offers.parsed(offers.answer(offer, null).answer());

        assertThat(answer.media().get(0).port()).isZero();
        assertThat(answer.media().get(1).port()).isZero();
        assertThat(answer.media().get(3).port()).isEqualTo(9);
        assertThat(answer.attribute("group")).isEqualTo("BUNDLE 3 5 7 8 9 10");
        assertThat(answer.media().get(3).has("candidate")).isTrue();
    }

    @Test
    void shouldNotSendBackWhatItDoesNotKnow() {
        String offer = OFFER.replace(
                        "useinbandfec=1", "useinbandfec=1;minptime=10 a;evil=<script>;usedtx=" + "1".repeat(99))
                .replace("a=rid:q send", "a=rid:q send\na=rid:<b> send")
                .replace("a=simulcast:send q;h;f", "a=simulcast:send q;<b>;~h,f;unknown;q;f recv x");

        NegotiationResult.Negotiated result = offers.answer(offer, null);

        assertThat(result.answer()).doesNotContain("evil").doesNotContain("<").doesNotContain("usedtx");
        assertThat(Offers.line(result.session(), "1").rids()).containsExactly("q", "h", "f");
        assertThat(Offers.line(result.session(), "1").pausedRids()).containsExactly("h");
    }

    @Test
    void shouldSkipExtensionIdsThatCannotBeWritten() {
        String offer = OFFER.replaceAll("a=extmap:\\d+ urn:ietf:params:rtp-hdrext:sdes:mid", "a=extmap:15 $0")
                .replaceAll("a=extmap:15 a=extmap:\\d+", "a=extmap:15")
                .replaceAll(
                        "a=extmap:\\d+ (http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time)",
                        "a=extmap:4096 $1");

        NegotiatedMedia camera = Offers.line(offers.answer(offer, null).session(), "1");

        assertThat(camera.extensions().at(15)).isNull();
        assertThat(camera.extensions().idOf(HeaderExtension.ABS_SEND_TIME)).isZero();
        assertThat(camera.extensions().idOf(HeaderExtension.RID)).isPositive();
    }
}
