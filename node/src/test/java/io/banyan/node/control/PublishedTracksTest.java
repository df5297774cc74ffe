package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.sdp.NegotiatedSession;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.signal.v1.TrackSource;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedTracksTest {
    private static final TrackSource MICROPHONE = TrackSource.TRACK_SOURCE_MICROPHONE;
    private static final TrackSource CAMERA = TrackSource.TRACK_SOURCE_CAMERA;
    private static final TrackSource SCREEN = TrackSource.TRACK_SOURCE_SCREEN;
    private static final Set<TrackSource> GRANTED = Set.of(MICROPHONE, CAMERA);

    private final RecordingPlane media = new RecordingPlane(new NodeId(new RegionId("test"), "n"));
    private final Csrcs csrcs = new Csrcs(new SecureRandom());
    private final PublishedTracks tracks = new PublishedTracks();
    private final NegotiatedSession session = negotiated(Offers.usual());

    static Stream<Arguments> refusals() {
        TrackOffer mic = offer("m", "mic", MICROPHONE);
        return Stream.of(
                Arguments.of(List.of(mic, offer("c", "cam", CAMERA)), null),
                Arguments.of(List.of(), null),
                Arguments.of(List.of(offer("s", "cam", SCREEN)), ErrorCode.ERROR_CODE_NOT_GRANTED),
                Arguments.of(
                        List.of(offer("u", "mic", TrackSource.TRACK_SOURCE_UNSPECIFIED)),
                        ErrorCode.ERROR_CODE_BAD_OFFER),
                Arguments.of(List.of(mic.toBuilder().setSourceValue(99).build()), ErrorCode.ERROR_CODE_BAD_OFFER),
                Arguments.of(List.of(offer("c", "mic", CAMERA)), ErrorCode.ERROR_CODE_KIND_MISMATCH),
                Arguments.of(List.of(offer("m", "a0", MICROPHONE)), ErrorCode.ERROR_CODE_BAD_OFFER),
                Arguments.of(List.of(offer("m", "none", MICROPHONE)), ErrorCode.ERROR_CODE_OFFER_NOT_SUPPORTED),
                Arguments.of(List.of(mic, mic), ErrorCode.ERROR_CODE_BAD_OFFER),
                Arguments.of(List.of(mic, offer("other", "mic", MICROPHONE)), ErrorCode.ERROR_CODE_BAD_OFFER),
                Arguments.of(List.of(offer("", "mic", MICROPHONE)), ErrorCode.ERROR_CODE_LIMIT_EXCEEDED),
                Arguments.of(
                        List.of(mic.toBuilder().setName("x".repeat(257)).build()), ErrorCode.ERROR_CODE_LIMIT_EXCEEDED),
                Arguments.of(List.of(mic.toBuilder().setWidth(-1).build()), ErrorCode.ERROR_CODE_LIMIT_EXCEEDED),
                Arguments.of(
                        IntStream.range(0, 17)
                                .mapToObj(i -> offer("m" + i, "mic", MICROPHONE))
                                .toList(),
                        ErrorCode.ERROR_CODE_LIMIT_EXCEEDED));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldTakeOnlyWhatIsAllowedAndFits(List<TrackOffer> offers, @Nullable ErrorCode refused) {
        PublishedTracks.Plan plan = tracks.plan(offers, session, GRANTED, csrcs);
        if (refused == null) {
            assertThat(plan.refusal()).isNull();
        } else {
            assertThat(Objects.requireNonNull(plan.refusal()).code()).isEqualTo(refused);
        }
        assertThat(tracks.all()).isEmpty();
    }

    @Test
    void shouldKeepATrackAsLongAsItKeepsItsNameAndItsLine() {
        PublishedTracks.Change first = change(offer("m", "mic", MICROPHONE), offer("c", "cam", CAMERA));
        tracks.apply(first);
        assertThat(first.added()).hasSize(2).extracting(OwnTrack::csrc).doesNotContain(0);

        TrackOffer renamed = offer("c", "cam", CAMERA).toBuilder()
                .setName("back")
                .setMuted(true)
                .build();
        PublishedTracks.Change second = change(renamed);
        assertThat(second.added()).isEmpty();
        assertThat(second.removed()).containsExactly(first.added().getFirst());
        tracks.apply(second);
        Track shown = tracks.all().iterator().next().toProto();
        assertThat(shown.getTrackId()).isEqualTo(first.added().get(1).id().value());
        assertThat(shown.getMuted()).isTrue();
        assertThat(shown.getName()).isEqualTo("back");

        PublishedTracks.Change third = change(offer("c", "mic", MICROPHONE));
        assertThat(third.added()).hasSize(1);
        assertThat(third.removed()).hasSize(1);
    }

    @Test
    void shouldGroupTheScreensSoundWithItsPicture() {
        OwnTrack screen = Objects.requireNonNull(
                        tracks.plan(List.of(offer("s", "cam", SCREEN)), session, Set.of(SCREEN), csrcs)
                                .change())
                .added()
                .getFirst();
        assertThat(screen.toProto().getSyncGroup()).isEqualTo("screen");
    }

    @Test
    void shouldListEncodingsLowestFirst() {
        SeenCodecs seen = new SeenCodecs();
        assertThat(seen.add(CodecId.VP8, "f")).isTrue();
        assertThat(seen.add(CodecId.VP8, "q")).isTrue();
        assertThat(seen.add(CodecId.VP8, "zz")).isTrue();
        assertThat(seen.add(CodecId.VP8, "h")).isTrue();
        assertThat(seen.add(CodecId.VP8, "h")).isFalse();
        assertThat(seen.add(CodecId.H264_CBP_M1, "")).isTrue();
        assertThat(seen.add(CodecId.H264_CBP_M0, "")).isFalse();
        assertThat(seen.toProto()).extracting(TrackCodec::getName).containsExactly("VP8", "H264");
        assertThat(seen.toProto().getFirst().getEncodingsList())
                .extracting("rid")
                .containsExactly("q", "h", "f", "zz");
    }

    private PublishedTracks.Change change(TrackOffer... offers) {
        return Objects.requireNonNull(
                tracks.plan(List.of(offers), session, GRANTED, csrcs).change());
    }

    private NegotiatedSession negotiated(Offers offer) {
        TransportId transport = media.newTransport(new RoomId(new TenantId("t"), "r"));
        Negotiation negotiation = new Negotiation(transport, media, any -> IceCredentials.random(), new SecureRandom());
        Negotiation.Agreed agreed = (Negotiation.Agreed) negotiation.answer(offer.toSdp());
        negotiation.takeEffect(agreed, any -> new MediaCommand.CloseTransport(transport));
        return agreed.session();
    }

    private static TrackOffer offer(String name, String mid, TrackSource source) {
        return TrackOffer.newBuilder()
                .setClientTrackId(name)
                .setMid(mid)
                .setSource(source)
                .build();
    }
}
