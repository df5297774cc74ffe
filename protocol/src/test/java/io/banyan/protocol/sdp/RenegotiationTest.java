package io.banyan.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.sdp.NegotiationResult.Negotiated;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RenegotiationTest {
    private final Offers offers = new Offers();
    private final NegotiatedSession joined =
            offers.answer(Offers.read("chromium-156-join"), null).session();

    @Test
    void shouldAddSlotsAndKeepTheOldOnes() {
        NegotiatedSession more =
                offers.answer(Offers.read("chromium-156-more-slots"), joined).session();

        assertThat(more.media().subList(0, 11))
                .usingRecursiveComparison()
                .ignoringFields("payloadTypes", "extensions")
                .isEqualTo(joined.media());
        assertThat(more.media()).hasSize(20);
        assertThat(pairs(more, "11", "12", "13", "14", "15", "16", "17", "18", "19"))
                .containsExactly(3, 6, 4, 7, 5, 8, 9, 10, 11);
        assertThat(ssrcs(more)).doesNotHaveDuplicates();
        assertThat(more.version()).isEqualTo(2);
    }

    @Test
    void shouldTakeAScreenShareAndRefuseTheDataChannel() {
        Negotiated result = offers.answer(Offers.read("chromium-156-screen-share"), more());

        NegotiatedMedia share = Offers.line(result.session(), "20");
        assertThat(share.role()).isEqualTo(MediaRole.PUBLISH);
        assertThat(share.rids()).containsExactly("q", "f");
        assertThat(share.pausedRids()).containsExactly("q");
        SessionDescription answer = Offers.parsed(result.answer());
        assertThat(answer.media().get(20).attribute("simulcast")).isEqualTo("recv ~q;f");
        MediaDescription data = answer.media().get(21);
        assertThat(data.type()).isEqualTo("application");
        assertThat(data.port()).isZero();
        assertThat(answer.attribute("group")).endsWith(" 19 20");
        assertThat(result.session().mids()).hasSize(22).last().isEqualTo("");
    }

    @Test
    void shouldUseAStoppedLineAnew() {
        NegotiatedSession sharing =
                offers.answer(Offers.read("chromium-156-screen-share"), more()).session();
        Negotiated stopped = offers.answer(Offers.read("chromium-156-screen-stopped"), sharing);

        assertThat(stopped.session().byMid("20")).isNull();
        assertThat(Offers.parsed(stopped.answer()).media().get(20).port()).isZero();

        NegotiatedSession recycled = offers.answer(Offers.read("chromium-156-recycled"), stopped.session())
                .session();
        assertThat(recycled.mids().subList(20, recycled.mids().size())).contains("22");
        assertThat(Offers.line(recycled, "22").requireSlot().pair()).isEqualTo(12);
        assertThat(ssrcs(recycled)).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellAnIceRestart() {
        SessionDescription again = Offers.parsed(Offers.read("chromium-156-recycled"));
        SessionDescription restart = Offers.parsed(Offers.read("chromium-156-ice-restart"));

        assertThat(OfferNegotiator.restartsIce(again, joined)).isFalse();
        assertThat(OfferNegotiator.restartsIce(restart, joined)).isTrue();
    }

    @Test
    void shouldMoveTheCandidatesWhenTheFirstLineStops() {
        NegotiatedSession session = joined;
        String answer = "";
        for (String name :
                List.of("more-slots", "screen-share", "screen-stopped", "recycled", "ice-restart", "first-stopped")) {
            Negotiated result = offers.answer(Offers.read("chromium-156-" + name), session);
            session = result.session();
            answer = result.answer();
        }

        SessionDescription description = Offers.parsed(answer);
        assertThat(session.version()).isEqualTo(7);
        assertThat(description.origin()).isEqualTo("- 42 7 IN IP4 0.0.0.0");
        assertThat(description.media().get(0).port()).isZero();
        assertThat(description.media().get(0).has("candidate")).isFalse();
        assertThat(description.media().get(1).has("candidate")).isTrue();
        assertThat(description.attribute("group")).startsWith("BUNDLE 1 2 ");
    }

    @Test
    void shouldKeepALinesRole() {
        String offer = Offers.read("chromium-156-join");
        // The camera rests, the first audio slot is offered both ways, the first video slot only to send.
        String changed = onLine(offer, "1", "a=sendonly", "a=recvonly");
        changed = onLine(changed, "2", "a=recvonly", "a=sendrecv");
        changed = onLine(changed, "3", "a=recvonly", "a=sendonly");

        Negotiated result = offers.answer(changed, joined);
        assertThat(Offers.line(result.session(), "1").role()).isEqualTo(MediaRole.INACTIVE);
        assertThat(Offers.line(result.session(), "2").role()).isEqualTo(MediaRole.SLOT);
        assertThat(Offers.line(result.session(), "3").role()).isEqualTo(MediaRole.INACTIVE);
        SessionDescription answer = Offers.parsed(result.answer());
        assertThat(answer.media().get(1).has("inactive")).isTrue();
        assertThat(answer.media().get(2).has("sendonly")).isTrue();
        assertThat(answer.media().get(3).has("ssrc")).isFalse();

        NegotiatedSession back = offers.answer(offer, result.session()).session();
        assertThat(Offers.line(back, "1").role()).isEqualTo(MediaRole.PUBLISH);
        assertThat(Offers.line(back, "3").slot())
                .isEqualTo(Offers.line(joined, "3").slot());
    }

    @Test
    void shouldFillTheGapOfARemovedSlot() {
        String offer = Offers.read("chromium-156-join");
        String removed =
                onLine(offer, "5", "a=mid:5", "a=mid:99").replace("BUNDLE 0 1 2 3 4 5 ", "BUNDLE 0 1 2 3 4 99 ");
        NegotiatedSession without = offers.answer(stop(offer, "5"), joined).session();

        NegotiatedSession refilled = offers.answer(removed, without).session();

        assertThat(pairs(refilled, "3", "99", "7")).containsExactly(0, 1, 2);
        assertThat(Offers.line(refilled, "99").requireSlot().ssrc())
                .isNotEqualTo(Offers.line(joined, "5").requireSlot().ssrc());
    }

    @Test
    void shouldRefuseLinesThatMovedOrVanished() {
        String offer = Offers.read("chromium-156-join");
        String swapped = onLine(onLine(offer, "7", "a=mid:7", "a=mid:x"), "8", "a=mid:8", "a=mid:7")
                .replace("a=mid:x", "a=mid:8");

        assertThat(offers.refuse(swapped, joined).reason()).isEqualTo(RejectReason.CHANGED_MEDIA);
        assertThat(offers.refuse(offer, more()).reason()).isEqualTo(RejectReason.CHANGED_MEDIA);
    }

    @Test
    void shouldRefuseAnotherCertificate() {
        String offer = Offers.read("chromium-156-join");
        String other = offer.replaceAll("sha-256 ..:", "sha-256 FF:");

        assertThat(offers.refuse(other, joined).reason()).isEqualTo(RejectReason.CONFLICTING_FINGERPRINTS);
    }

    private NegotiatedSession more() {
        return offers.answer(Offers.read("chromium-156-more-slots"), joined).session();
    }

    private static List<Integer> pairs(NegotiatedSession session, String... mids) {
        return Stream.of(mids)
                .map(mid -> Offers.line(session, mid).requireSlot().pair())
                .toList();
    }

    private static List<Integer> ssrcs(NegotiatedSession session) {
        List<Integer> ssrcs = new ArrayList<>();
        for (NegotiatedMedia media : session.media()) {
            NegotiatedSlot slot = media.slot();
            if (slot != null) {
                ssrcs.add(slot.ssrc());
                if (slot.hasRtx()) {
                    ssrcs.add(slot.rtxSsrc());
                }
            }
        }
        return ssrcs;
    }

    private static String stop(String offer, String mid) {
        String[] sections = offer.split("(?m)^m=", -1);
        for (int i = 1; i < sections.length; i++) {
            if (sections[i].contains("a=mid:" + mid + "\n")) {
                sections[i] = sections[i].replaceFirst("video 9", "video 0");
            }
        }
        return String.join("m=", sections).replace(" " + mid + " ", " ");
    }

    private static String onLine(String offer, String mid, String from, String to) {
        String[] sections = offer.split("(?m)^m=", -1);
        for (int i = 1; i < sections.length; i++) {
            if (sections[i].contains("a=mid:" + mid + "\n")) {
                assertThat(sections[i]).contains(from + "\n");
                sections[i] = sections[i].replace(from + "\n", to + "\n");
            }
        }
        return String.join("m=", sections);
    }
}
