package io.banyan.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.ice.Candidate;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.sdp.NegotiationResult.Negotiated;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserOfferTest {
    private final Offers offers = new Offers();

    @Test
    void shouldFindTracksAndSlotsInChromiumsOffer() {
        NegotiatedSession session =
                offers.answer(Offers.read("chromium-156-join"), null).session();

        assertThat(session.media()).hasSize(11);
        assertThat(session.remoteFingerprints()).hasSize(1);
        assertThat(session.remote().ufrag()).hasSize(4);

        NegotiatedMedia microphone = Offers.line(session, "0");
        assertThat(microphone.kind()).isEqualTo(MediaKind.AUDIO);
        assertThat(microphone.role()).isEqualTo(MediaRole.PUBLISH);
        assertThat(microphone.payloadTypes().payloadTypeOf(CodecId.OPUS)).isEqualTo(111);
        assertThat(microphone.announcedSsrcs()).hasSize(1);
        assertThat(microphone.slot()).isNull();

        NegotiatedMedia camera = Offers.line(session, "1");
        assertThat(camera.role()).isEqualTo(MediaRole.PUBLISH);
        assertThat(camera.rids()).containsExactly("q", "h", "f");
        assertThat(camera.pausedRids()).isEmpty();
        assertThat(camera.announcedSsrcs()).isEmpty();
        assertThat(camera.payloadTypes().payloadTypeOf(CodecId.VP8)).isEqualTo(96);
        assertThat(camera.payloadTypes().rtxPayloadTypeOf(CodecId.VP8)).isEqualTo(97);
        assertThat(camera.feedback()).isEqualTo(new RtcpFeedback(true, true, true, true, false));
        assertThat(camera.reducedSizeRtcp()).isTrue();
        assertThat(Stream.of(
                                HeaderExtension.MID,
                                HeaderExtension.RID,
                                HeaderExtension.REPAIRED_RID,
                                HeaderExtension.TRANSPORT_CC,
                                HeaderExtension.ABS_SEND_TIME,
                                HeaderExtension.DEPENDENCY_DESCRIPTOR)
                        .map(camera.extensions()::idOf))
                .doesNotContain(0);
    }

    @Test
    void shouldPairTheIthAudioSlotWithTheIthVideoSlot() {
        NegotiatedSession session =
                offers.answer(Offers.read("chromium-156-join"), null).session();

        assertThat(slots(session, MediaKind.AUDIO).map(NegotiatedSlot::pair)).containsExactly(0, 1, 2);
        assertThat(slots(session, MediaKind.VIDEO).map(NegotiatedSlot::pair)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(slots(session, MediaKind.AUDIO)).noneMatch(NegotiatedSlot::hasRtx);
        assertThat(slots(session, MediaKind.VIDEO)).allMatch(NegotiatedSlot::hasRtx);
    }

    /** Chromium 156 and Firefox 153 took these very answers, with other SSRCs and addresses. */
    @ParameterizedTest
    @ValueSource(strings = {"chromium-156-join", "chromium-156-all-codecs", "firefox-153-join"})
    void shouldAnswerAsBefore(String name) {
        String answer = offers.answer(Offers.read(name), null).answer();

        assertThat(answer).endsWith("\r\n");
        assertThat(answer.replace("\r\n", "\n")).isEqualTo(Offers.read(name + ".answer"));
    }

    @Test
    void shouldStateTheTransportOnce() {
        SessionDescription answer = Offers.parsed(
                offers.answer(Offers.read("chromium-156-join"), null).answer());

        assertThat(answer.has("ice-lite")).isTrue();
        assertThat(answer.attribute("setup")).isEqualTo("passive");
        assertThat(answer.attribute("ice-ufrag"))
                .isEqualTo(Offers.PARAMETERS.local().ufrag());
        assertThat(answer.attribute("group")).isEqualTo("BUNDLE 0 1 2 3 4 5 6 7 8 9 10");
        assertThat(answer.media().getFirst().attributes("candidate"))
                .extracting(value -> Candidate.parse("candidate:" + value))
                .isEqualTo(Offers.PARAMETERS.candidates());
        assertThat(answer.media().getFirst().has("end-of-candidates")).isTrue();
        assertThat(answer.media().subList(1, 11)).noneMatch(media -> media.has("candidate"));
        assertThat(answer.media()).allMatch(media -> media.has("rtcp-mux"));
    }

    @Test
    void shouldPreferVp8AndOpusAndLeaveOutTones() {
        SessionDescription answer = Offers.parsed(
                offers.answer(Offers.read("chromium-156-all-codecs"), null).answer());

        assertThat(answer.media().get(0).attributes("rtpmap")).containsExactly("111 opus/48000/2", "63 red/48000/2");
        assertThat(answer.media().get(0).attributes("fmtp"))
                .containsExactly("111 minptime=10;useinbandfec=1", "63 111/111");
        List<String> video = answer.media().get(1).attributes("rtpmap");
        assertThat(video.getFirst()).isEqualTo("96 VP8/90000");
        assertThat(video).allMatch(value -> value.matches("\\d+ (VP8|H264|VP9|AV1|rtx)/90000"));
    }

    @Test
    void shouldAnswerRedundantAudioFirstToWhoPutsItFirst() {
        String offer = Offers.read("chromium-156-all-codecs").replace("SAVPF 111 63 ", "SAVPF 63 111 ");
        Negotiated result = offers.answer(offer, null);
        SessionDescription answer = Offers.parsed(result.answer());

        assertThat(answer.media().get(0).attributes("rtpmap")).containsExactly("63 red/48000/2", "111 opus/48000/2");
        NegotiatedMedia microphone = Offers.line(result.session(), "0");
        assertThat(microphone.payloadTypes().payloadTypeOf(CodecId.RED)).isEqualTo(63);
        assertThat(microphone.payloadTypes().payloadTypeOf(CodecId.OPUS)).isEqualTo(111);
        assertThat(microphone.feedback().transportCc()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"111/0", "111", "9/9", "111/111/111", "111=111", ""})
    void shouldTakeNoRedundancyOfAnythingButOpus(String blocks) {
        String offer = Offers.read("chromium-156-all-codecs").replace("a=fmtp:63 111/111", "a=fmtp:63 " + blocks);
        NegotiatedMedia microphone = Offers.line(offers.answer(offer, null).session(), "0");

        assertThat(microphone.payloadTypes().payloadTypeOf(CodecId.RED)).isNegative();
        assertThat(microphone.payloadTypes().payloadTypeOf(CodecId.OPUS)).isEqualTo(111);
    }

    @Test
    void shouldNegotiateEveryCodecOnceWithItsRetransmissions() {
        NegotiatedMedia camera = Offers.line(
                offers.answer(Offers.read("chromium-156-all-codecs"), null).session(), "1");

        for (CodecId codec : Set.of(
                CodecId.VP8,
                CodecId.H264_CBP_M1,
                CodecId.H264_CBP_M0,
                CodecId.H264_BP_M1,
                CodecId.H264_MAIN_M1,
                CodecId.VP9_P0,
                CodecId.VP9_P2,
                CodecId.AV1)) {
            int payloadType = camera.payloadTypes().payloadTypeOf(codec);
            int rtx = camera.payloadTypes().rtxPayloadTypeOf(codec);
            assertThat(payloadType).as("%s", codec).isPositive();
            assertThat(camera.payloadTypes().codecOf(payloadType)).isEqualTo(codec);
            assertThat(camera.payloadTypes().mediaPayloadTypeOf(rtx)).isEqualTo(payloadType);
        }
    }

    @Test
    void shouldUnderstandFirefox() {
        Negotiated result = offers.answer(Offers.read("firefox-153-join"), null);
        NegotiatedSession session = result.session();

        NegotiatedMedia camera = Offers.line(session, "1");
        assertThat(camera.role()).isEqualTo(MediaRole.PUBLISH);
        assertThat(camera.rids()).containsExactly("q", "h", "f");
        assertThat(camera.announcedSsrcs()).hasSize(3).allMatch(AnnouncedSsrc::hasRtx);
        // Firefox only receives this one, and only sends that one.
        assertThat(camera.extensions().idOf(HeaderExtension.PLAYOUT_DELAY)).isZero();
        assertThat(camera.extensions().idOf(HeaderExtension.RID)).isEqualTo(9);
        NegotiatedMedia slot = Offers.line(session, "3");
        assertThat(slot.role()).isEqualTo(MediaRole.SLOT);
        assertThat(slot.announcedSsrcs()).isEmpty();
        assertThat(slot.extensions().idOf(HeaderExtension.PLAYOUT_DELAY)).isEqualTo(6);
        assertThat(slot.extensions().idOf(HeaderExtension.RID)).isZero();
        // These lines came with port 0, because they share the first one's.
        assertThat(Offers.parsed(result.answer()).media()).allMatch(media -> media.port() == 9);
        assertThat(session.media()).hasSize(11);
    }

    private static Stream<NegotiatedSlot> slots(NegotiatedSession session, MediaKind kind) {
        return session.media().stream()
                .filter(media -> media.kind() == kind && media.role() == MediaRole.SLOT)
                .map(NegotiatedMedia::requireSlot);
    }
}
