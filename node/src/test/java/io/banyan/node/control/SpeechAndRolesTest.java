package io.banyan.node.control;

import static io.banyan.node.control.TestClient.join;
import static io.banyan.node.control.TestClient.slot;
import static io.banyan.node.control.TestClient.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Grants;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Moderate;
import io.banyan.protocol.signal.v1.Negotiate;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.RaiseHand;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Slots that follow speech as control sees them; viewers who become speakers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpeechAndRolesTest {
    private static final TrackSource MICROPHONE = TrackSource.TRACK_SOURCE_MICROPHONE;
    private static final TrackSource CAMERA = TrackSource.TRACK_SOURCE_CAMERA;

    private TestNode node;
    private String room = "";

    @BeforeAll
    void start() {
        node = TestNode.alone();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void newRoom() {
        room = "room " + UUID.randomUUID();
        node.media.take();
    }

    @Test
    void shouldHaveSlotsFollowSpeechFromTheJoinOn() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        Join wanting = TestClient.usualJoin().toBuilder()
                .addSlots(following("a0"))
                .addSlots(following("v1").toBuilder().setWidth(320))
                .build();
        bob.joins(bob.grants("bob"), wanting, "j");
        List<MediaCommand.FollowSpeech> commands = node.media.all(MediaCommand.FollowSpeech.class);
        assertThat(commands).extracting(MediaCommand.FollowSpeech::mid).containsExactly("a0", "v1");

        TrackId microphone = new TrackId(bob.trackOf("ann", MICROPHONE));
        TransportId transport = commands.getFirst().transport();
        node.media.happens(new MediaEvent.SlotFollowed(transport, SubscriptionId.random(), "a0", microphone));
        SlotAssigned told = bob.next(message -> message.hasSlotAssigned()
                        && !message.getSlotAssigned().getTrackId().isEmpty())
                .getSlotAssigned();
        assertThat(told.getMid()).isEqualTo("a0");
        assertThat(told.getTrackId()).isEqualTo(microphone.value());
        assertThat(told.getCsrc()).isNotZero();
        assertThat(node.media.all(MediaCommand.AddForwarder.class)).isEmpty();

        node.media.happens(new MediaEvent.SlotFollowed(transport, SubscriptionId.random(), "a0", null));
        assertThat(bob.next(ServerMessage::hasSlotAssigned).getSlotAssigned().getTrackId())
                .isEmpty();
    }

    @Test
    void shouldLetTheClientTakeASlotBack() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String microphone = bob.trackOf("ann", MICROPHONE);
        bob.shows(following("a0"));
        TransportId transport = node.media.last(MediaCommand.FollowSpeech.class).transport();
        node.media.take();
        bob.shows(slot("a0", microphone));

        assertThat(node.media.take())
                .extracting(command -> command.getClass().getSimpleName())
                .containsExactly("FollowSpeech", "AddForwarder");
        // What the loop said before it heard of that is of no interest.
        node.media.happens(new MediaEvent.SlotFollowed(transport, SubscriptionId.random(), "a0", null));
        bob.shows(slot("a0", microphone));
        assertThat(bob.shows(slot("a0", microphone))
                        .getSlotsUpdated()
                        .getSlots(0)
                        .getTrackId())
                .isEqualTo(microphone);
    }

    @Test
    void shouldWaitForATrackThatIsNotKnownYet() {
        TestClient bob = client();
        bob.joins("bob");
        bob.shows(following("a0"));
        TransportId transport = node.media.last(MediaCommand.FollowSpeech.class).transport();
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        TrackId microphone = new TrackId(joined.getTracks(0).getTrackId());
        node.media.happens(new MediaEvent.SlotFollowed(transport, SubscriptionId.random(), "a0", microphone));

        assertThat(bob.next(ServerMessage::hasSlotAssigned).getSlotAssigned().getTrackId())
                .isEqualTo(microphone.value());
    }

    @Test
    void shouldRefuseWhoMayNotSee() {
        TestClient bob = client();
        bob.joins(grants(bob, "bob", Set.of(), false, false), TestClient.join(Offers.usual()), "j");

        assertThat(bob.shows(following("a0")).getSlotsUpdated().getSlots(0).getRefused())
                .isEqualTo(ErrorCode.ERROR_CODE_NOT_GRANTED);
        assertThat(node.media.all(MediaCommand.FollowSpeech.class)).isEmpty();
    }

    @Test
    void shouldTellWhoSpeaks() {
        TestClient bob = client();
        bob.joins("bob");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        node.media.happens(new MediaEvent.SpeakersChanged(
                transport, List.of(new ParticipantId("pa_1"), new ParticipantId("pa_2"))));

        ServerMessage told = bob.next(ServerMessage::hasSpeakersChanged);
        assertThat(told.getSpeakersChanged().getParticipantIdsList()).containsExactly("pa_1", "pa_2");
        assertThat(told.getSequence()).isZero();
    }

    @Test
    void shouldTellWhoSpeaksAgainAfterAResume() {
        TestClient bob = client();
        bob.joins("bob");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        node.media.happens(new MediaEvent.SpeakersChanged(transport, List.of(new ParticipantId("pa_1"))));
        bob.next(ServerMessage::hasSpeakersChanged);
        bob.isGone(false);
        TestClient back = client();
        back.resumes(bob);

        assertThat(back.next(ServerMessage::hasSpeakersChanged)
                        .getSpeakersChanged()
                        .getParticipantIdsList())
                .containsExactly("pa_1");
    }

    @Test
    void shouldMakeAViewerASpeakerWithoutJoiningAnewAndBack() {
        TestClient chair = client();
        chair.joins(grants(chair, "chair", Set.of(MICROPHONE), true, true), TestClient.join(Offers.usual()), "j");
        TestClient viewer = client();
        Joined joined =
                viewer.joins(grants(viewer, "viewer", Set.of(), true, false), TestClient.join(Offers.usual()), "j");
        assertThat(joined.getGrants().getPublishList()).isEmpty();
        assertThat(offers(viewer, MICROPHONE).getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_GRANTED);

        assertThat(raises(viewer, true).hasHandRaised()).isTrue();
        Participant raised = chair.seesUntil("viewer", one -> one.getHandRaisedAtMillis() > 0);
        assertThat(raised.getCanSpeak()).isFalse();

        assertThat(promotes(chair, "viewer", MICROPHONE).hasModerated()).isTrue();
        Grants grants =
                viewer.next(ServerMessage::hasGrantsChanged).getGrantsChanged().getGrants();
        assertThat(grants.getPublishList()).containsExactly(MICROPHONE);
        assertThat(grants.getSubscribe()).isTrue();
        assertThat(offers(viewer, MICROPHONE).hasNegotiated()).isTrue();
        Participant speaking = chair.seesUntil("viewer", one -> one.getTracksCount() == 1);
        assertThat(speaking.getCanSpeak()).isTrue();
        assertThat(speaking.getHandRaisedAtMillis()).isZero();
        assertThat(speaking.getParticipantId()).isEqualTo(joined.getParticipantId());

        node.media.take();
        promotes(chair, "viewer");
        assertThat(viewer.next(ServerMessage::hasGrantsChanged)
                        .getGrantsChanged()
                        .getGrants()
                        .getPublishList())
                .isEmpty();
        Participant listening = chair.seesUntil("viewer", one -> one.getTracksCount() == 0);
        assertThat(listening.getCanSpeak()).isFalse();
        assertThat(node.media.all(MediaCommand.RemoveTrack.class)).hasSize(1);
    }

    @Test
    void shouldKeepAPromotionWhenItsIdentityJoinsAgain() {
        TestClient chair = client();
        chair.joins(grants(chair, "chair", Set.of(MICROPHONE), true, true), TestClient.join(Offers.usual()), "j");
        TestClient viewer = client();
        viewer.joins(grants(viewer, "viewer", Set.of(), true, false), TestClient.join(Offers.usual()), "j");
        promotes(chair, "viewer", MICROPHONE, CAMERA);
        viewer.next(ServerMessage::hasGrantsChanged);
        TestClient again = client();
        Joined joined = again.joins(
                grants(again, "viewer", Set.of(), true, false),
                join(Offers.usual(), track("mic", MICROPHONE), track("cam", CAMERA)),
                "again");

        assertThat(joined.getGrants().getPublishList()).containsExactlyInAnyOrder(MICROPHONE, CAMERA);
        assertThat(joined.getTracksCount()).isEqualTo(2);
    }

    @Test
    void shouldNotPromoteAtAViewersWord() {
        TestClient viewer = client();
        viewer.joins(grants(viewer, "viewer", Set.of(), true, false), TestClient.join(Offers.usual()), "j");

        assertThat(promotes(viewer, "viewer", MICROPHONE).getError().getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_NOT_GRANTED);
    }

    private ServerMessage promotes(TestClient who, String identity, TrackSource... publish) {
        return who.asks(ClientMessage.newBuilder()
                .setModerate(Moderate.newBuilder()
                        .setPromote(Moderate.Promote.newBuilder()
                                .setIdentity(identity)
                                .addAllPublish(List.of(publish)))));
    }

    private static ServerMessage raises(TestClient who, boolean raised) {
        return who.asks(
                ClientMessage.newBuilder().setRaiseHand(RaiseHand.newBuilder().setRaised(raised)));
    }

    private static ServerMessage offers(TestClient who, TrackSource source) {
        return who.asks(ClientMessage.newBuilder()
                .setNegotiate(
                        Negotiate.newBuilder().setOffer(Offers.usual().toSdp()).addTracks(track("mic", source))));
    }

    private static SlotRequest following(String mid) {
        return SlotRequest.newBuilder().setMid(mid).setFollowsSpeech(true).build();
    }

    private static TokenGrants grants(
            TestClient client, String identity, Set<TrackSource> publish, boolean subscribe, boolean admin) {
        TokenGrants usual = client.grants(identity);
        return new TokenGrants(
                usual.room(),
                usual.identity(),
                "",
                usual.attributes(),
                publish,
                subscribe,
                true,
                admin,
                0,
                Set.of(),
                Long.MAX_VALUE);
    }

    private TestClient client() {
        return node.client(room);
    }
}
