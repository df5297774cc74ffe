package io.banyan.node.control;

import static io.banyan.node.control.TestClient.join;
import static io.banyan.node.control.TestClient.slot;
import static io.banyan.node.control.TestClient.track;
import static io.banyan.node.control.TestClient.usualJoin;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Downlink;
import io.banyan.protocol.signal.v1.EncodingWanted;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.GetDownlink;
import io.banyan.protocol.signal.v1.GetRosterPage;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Leave;
import io.banyan.protocol.signal.v1.MediaState;
import io.banyan.protocol.signal.v1.Negotiate;
import io.banyan.protocol.signal.v1.Negotiated;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.PauseReason;
import io.banyan.protocol.signal.v1.Ping;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.PublishedTrack;
import io.banyan.protocol.signal.v1.QualityCause;
import io.banyan.protocol.signal.v1.QualityChanged;
import io.banyan.protocol.signal.v1.QualityChanged.SlotQuality;
import io.banyan.protocol.signal.v1.QualityLevel;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.SlotPaused;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.signal.v1.UpdateSelf;
import io.banyan.protocol.signal.v1.UpdateSlots;
import io.banyan.protocol.signal.v1.UpdateTrack;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParticipantTest {
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
        room = "room ö " + UUID.randomUUID();
        node.media.full = false;
        node.media.bugOn = null;
        node.media.take();
    }

    @Test
    void shouldJoinInOneRoundTrip() {
        Joined joined = client().joins("ann");
        assertThat(joined.getAnswer()).contains("a=ice-lite", "a=setup:passive", "127.0.0.1 7790 typ host");
        assertThat(joined.getSlotsList()).extracting(Slot::getMid).containsExactly("a0", "v0", "a1", "v1");
        assertThat(joined.getTracksList()).extracting(PublishedTrack::getMid).containsExactly("mic", "cam");
        assertThat(joined.getTracksList())
                .extracting(PublishedTrack::getClientTrackId)
                .containsExactly("my-mic", "my-cam");
        assertThat(joined.getIdentity()).isEqualTo("ann");
        assertThat(joined.getResumeSeconds()).isEqualTo(4);
        assertThat(joined.getSessionId()).startsWith("se_");
        assertThat(node.events.stream()
                        .filter(event -> event.room().name().equals(room))
                        .map(event -> event.fact().getClass().getSimpleName())
                        .filter(fact -> !fact.equals("RoomStarted")))
                .containsExactly("ParticipantJoined", "TrackPublished", "TrackPublished");
        List<MediaCommand> commands = node.media.take();
        assertThat(commands)
                .extracting(command -> command.getClass().getSimpleName())
                .containsExactly("OpenTransport", "SetMedia", "AddTrack", "AddTrack");
    }

    @Test
    void shouldShowEverybodyWhoIsThere() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        Joined joined = bob.joins("bob");
        assertThat(joined.getSessionId())
                .isEqualTo(ann.node.events.stream()
                        .filter(event -> event.room().name().equals(room))
                        .map(event -> event.session().value())
                        .findFirst()
                        .orElseThrow());
        Participant inRoster = joined.getRoster().getParticipants(0);
        assertThat(inRoster.getIdentity()).isEqualTo("ann");
        assertThat(inRoster.getTracksList()).extracting(Track::getSource).containsExactly(MICROPHONE, CAMERA);
        Participant shown = ann.seesUntil("bob", one -> true);
        assertThat(shown.getPresence()).isEqualTo(Presence.PRESENCE_PRESENT);
        assertThat(shown.getCanSpeak()).isTrue();
        bob.says(ClientMessage.newBuilder().setLeave(Leave.getDefaultInstance()));
        assertThat(bob.nextClose().code()).isEqualTo(1000);
        ann.seesUntil(roster -> ann.sees("bob") == null);
    }

    @Test
    void shouldDoNothingTwiceForTheSameJoin() {
        TestClient first = client();
        Joined joined = first.joins(first.grants("ann"), usualJoin(), "join-1");
        first.isGone(false);
        TestClient again = client();
        Joined repeated = again.joins(again.grants("ann"), usualJoin(), "join-1");
        assertThat(repeated.getParticipantId()).isEqualTo(joined.getParticipantId());
        assertThat(repeated.getAnswer()).isEqualTo(joined.getAnswer());
        assertThat(repeated.getTracksList()).isEqualTo(joined.getTracksList());
        assertThat(repeated.getConnectionId()).isEqualTo(again.connection.value());
        assertThat(repeated.getResumeToken()).isNotEqualTo(joined.getResumeToken());
        assertThat(node.media.all(MediaCommand.OpenTransport.class)).hasSize(1);
        again.asks(ClientMessage.newBuilder().setUpdateSelf(UpdateSelf.getDefaultInstance()));
    }

    @Test
    void shouldPointSlotsAtTracks() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String camera = bob.trackOf("ann", CAMERA);
        String microphone = bob.trackOf("ann", MICROPHONE);
        node.media.take();
        List<SlotAssigned> assigned = bob.shows(
                        slot("v0", camera),
                        slot("a1", microphone),
                        slot("v1", "tr_none"),
                        slot("v1", microphone),
                        slot("x", camera))
                .getSlotsUpdated()
                .getSlotsList();
        assertThat(assigned.get(0).getTrackId()).isEqualTo(camera);
        assertThat(assigned.get(0).getCsrc()).isNotZero();
        assertThat(assigned.get(0).getParticipantId())
                .isEqualTo(bob.seesUntil("ann", one -> true).getParticipantId());
        assertThat(assigned.get(1).getTrackId()).isEqualTo(microphone);
        assertThat(assigned.get(1).getCsrc()).isNotEqualTo(assigned.get(0).getCsrc());
        assertThat(assigned.subList(2, 5))
                .extracting(SlotAssigned::getRefused)
                .containsExactly(
                        ErrorCode.ERROR_CODE_NO_SUCH_TRACK,
                        ErrorCode.ERROR_CODE_KIND_MISMATCH,
                        ErrorCode.ERROR_CODE_NO_SUCH_SLOT);
        List<MediaCommand.AddForwarder> forwarders = node.media.all(MediaCommand.AddForwarder.class);
        assertThat(forwarders).extracting(MediaCommand.AddForwarder::mid).containsExactly("v0", "a1");
        assertThat(forwarders)
                .extracting(MediaCommand.AddForwarder::track)
                .containsExactly(new TrackId(camera), new TrackId(microphone));

        SlotRequest smaller = slot("v0", camera).toBuilder().setWidth(320).build();
        bob.shows(smaller);
        assertThat(node.media.last(MediaCommand.SetWish.class).subscription())
                .isEqualTo(forwarders.getFirst().subscription());
        bob.shows(slot("v0", ""));
        assertThat(node.media.last(MediaCommand.RemoveForwarder.class).subscription())
                .isEqualTo(forwarders.getFirst().subscription());
    }

    @Test
    void shouldNameATrackByTheSameCsrcForEverybody() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String camera = bob.trackOf("ann", CAMERA);
        int csrc = bob.shows(slot("v1", camera)).getSlotsUpdated().getSlots(0).getCsrc();
        assertThat(ann.trackOf("ann", CAMERA)).isEqualTo(camera);
        assertThat(ann.shows(slot("v0", camera)).getSlotsUpdated().getSlots(0).getCsrc())
                .isEqualTo(csrc);
        assertThat(node.media.all(MediaCommand.AddTrack.class).stream()
                        .filter(add -> add.track().track().value().equals(camera))
                        .findFirst()
                        .orElseThrow()
                        .track()
                        .csrc())
                .isEqualTo(csrc);
    }

    @Test
    void shouldTellOfMutingAtOnceAndPauseTheSlot() {
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String microphone = bob.trackOf("ann", MICROPHONE);
        bob.shows(slot("a0", microphone));
        mute(ann, joined.getTracks(0).getTrackId(), true);
        assertThat(pauses(bob, 1))
                .containsExactly(SlotPaused.newBuilder()
                        .setMid("a0")
                        .setTrackId(microphone)
                        .setReason(PauseReason.PAUSE_REASON_MUTED)
                        .build());
        bob.seesUntil("ann", one -> one.getTracks(0).getMuted());
        mute(ann, joined.getTracks(0).getTrackId(), false);
        bob.next(message -> message.getSlotPaused().getReason() == PauseReason.PAUSE_REASON_NONE);
        bob.seesUntil("ann", one -> !one.getTracks(0).getMuted());
        assertThat(ann.asks(ClientMessage.newBuilder()
                                .setUpdateTrack(UpdateTrack.newBuilder().setTrackId("tr_not_mine")))
                        .getError()
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_NO_SUCH_TRACK);
    }

    @Test
    void shouldMoveATrackFromSlotToSlot() {
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String microphone = bob.trackOf("ann", MICROPHONE);
        bob.shows(slot("a0", microphone));
        bob.shows(slot("a1", microphone), slot("a0", ""));
        bob.shows(slot("a0", microphone), slot("a1", ""));
        mute(ann, joined.getTracks(0).getTrackId(), true);
        assertThat(pauses(bob, 1)).extracting(SlotPaused::getMid).containsExactly("a0");
    }

    @Test
    void shouldTellWhyASlotGetsNothing() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String camera = bob.trackOf("ann", CAMERA);
        bob.shows(slot("v0", camera));
        MediaCommand.AddForwarder added = node.media.last(MediaCommand.AddForwarder.class);
        node.media.happens(slotChanged(added, SlotState.NO_COMMON_CODEC));
        bob.next(message -> message.getSlotPaused().getReason() == PauseReason.PAUSE_REASON_CODEC);
        node.media.happens(slotChanged(added, SlotState.FLOWING));
        bob.next(message -> message.getSlotPaused().getReason() == PauseReason.PAUSE_REASON_NONE);
        bob.shows(slot("v0", camera).toBuilder().setHidden(true).build());
        bob.next(message -> message.getSlotPaused().getReason() == PauseReason.PAUSE_REASON_HIDDEN);
    }

    @Test
    void shouldTellHowWellMediaFlowsEachWay() {
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        TestClient bob = client();
        bob.joins("bob");
        ann.shows(slot("a0", ann.trackOf("bob", MICROPHONE)));
        MediaCommand.AddForwarder added = node.media.last(MediaCommand.AddForwarder.class);
        for (long second = 1; second <= 3; second++) {
            LegSample in = leg(transport, joined.getTracks(0).getTrackId(), null, 50 * second, 20 * second);
            LegSample out = leg(transport, added.track().value(), added.subscription(), 50 * second, 0);
            node.media.happens(new MediaEvent.LegsMeasured(transport, List.of(in, out)));
        }
        QualityChanged told = ann.next(ServerMessage::hasQualityChanged).getQualityChanged();
        assertThat(told.getSending().getLevel()).isEqualTo(QualityLevel.QUALITY_LEVEL_POOR);
        assertThat(told.getSending().getCausesList()).containsExactly(QualityCause.QUALITY_CAUSE_LOSS);
        assertThat(told.getReceiving().getLevel()).isEqualTo(QualityLevel.QUALITY_LEVEL_EXCELLENT);
        assertThat(told.getSlotsList()).extracting(SlotQuality::getMid).containsExactly("a0");
        assertThat(facts(CallFact.QualityChanged.class)).isEqualTo(2);
    }

    @Test
    void shouldTellWhatTheWayCarriesWhenAsked() {
        TestClient ann = client();
        ann.joins("ann");
        ClientMessage.Builder question = ClientMessage.newBuilder().setGetDownlink(GetDownlink.getDefaultInstance());
        assertThat(ann.asks(question).getDownlink()).isEqualTo(Downlink.getDefaultInstance());

        TransportId transport =
                node.media.all(MediaCommand.OpenTransport.class).getLast().transport();
        node.media.happens(new MediaEvent.DownlinkMeasured(
                transport,
                new DownlinkSample(
                        900_000,
                        1_700_000,
                        540_000,
                        610_000,
                        -1,
                        0,
                        -1,
                        List.of(new DownlinkSample.SlotLayer("v0", "h", 1, 15, 2, 2, 500_000)))));

        assertThat(ann.asks(question).getDownlink())
                .isEqualTo(Downlink.newBuilder()
                        .setEstimateBps(900_000)
                        .setWantedBps(1_700_000)
                        .setGrantedBps(540_000)
                        .setSentBps(610_000)
                        .addSlots(Downlink.SlotLayer.newBuilder()
                                .setMid("v0")
                                .setRid("h")
                                .setGranted(1)
                                .setGrantedSpatialId(15)
                                .setGrantedTemporalId(2)
                                .setWanted(2)
                                .setBitrateBps(500_000))
                        .build());
    }

    @Test
    void shouldFreeASlotWhoseTrackEnds() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        bob.shows(slot("v0", bob.trackOf("ann", CAMERA)));
        // Everything is as it was, but the camera is not published any more.
        Negotiated negotiated = ann.asks(ClientMessage.newBuilder()
                        .setNegotiate(Negotiate.newBuilder()
                                .setOffer(Offers.usual().toSdp())
                                .addTracks(track("mic", MICROPHONE))))
                .getNegotiated();
        assertThat(negotiated.getTracksList()).hasSize(1);
        SlotAssigned freed = bob.next(ServerMessage::hasSlotAssigned).getSlotAssigned();
        assertThat(freed).isEqualTo(SlotAssigned.newBuilder().setMid("v0").build());
        bob.seesUntil("ann", one -> one.getTracksCount() == 1);
        assertThat(node.media.all(MediaCommand.RemoveTrack.class)).hasSize(1);
        ann.isGone(true);
        bob.seesUntil(roster -> bob.sees("ann") == null);
    }

    @Test
    void shouldRenegotiateMoreSlotsAndAnIceRestart() {
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        ClientMessage.Builder request = ClientMessage.newBuilder()
                .setRequestId("more")
                .setNegotiate(Negotiate.newBuilder()
                        .setOffer(Offers.usual().slots(2).restartIce().toSdp())
                        .addTracks(track("mic", MICROPHONE))
                        .addTracks(track("cam", CAMERA)));
        node.media.take();
        ServerMessage reply = ann.asks(request);
        assertThat(reply.getNegotiated().getSlotsList()).hasSize(8);
        assertThat(reply.getNegotiated().getTracksList()).isEqualTo(joined.getTracksList());
        assertThat(reply.getNegotiated().getAnswer()).isNotEqualTo(joined.getAnswer());
        ServerMessage repeated = ann.asks(request);
        assertThat(repeated.getNegotiated()).isEqualTo(reply.getNegotiated());
        assertThat(node.media.take())
                .extracting(command -> command.getClass().getSimpleName())
                .containsExactly("RestartIce", "SetMedia");
    }

    @Test
    void shouldRefuseWhatTheTokenDoesNotAllow() {
        TestClient listener = client();
        TokenGrants all = listener.grants("lis");
        TokenGrants none = new TokenGrants(
                all.room(),
                all.identity(),
                "",
                all.attributes(),
                Set.of(),
                false,
                false,
                false,
                0,
                Set.of(),
                Long.MAX_VALUE);
        listener.ask(none, usualJoin(), "no");
        assertThat(listener.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_GRANTED);
        assertThat(listener.nextClose().code()).isEqualTo(1008);

        TestClient ann = client();
        ann.joins("ann");
        TestClient silent = client();
        Joined joined = silent.joins(none, join(Offers.empty().slots(1)), "yes");
        assertThat(joined.getGrants().getPublishList()).isEmpty();
        assertThat(silent.shows(slot("v0", silent.trackOf("ann", CAMERA)))
                        .getSlotsUpdated()
                        .getSlots(0)
                        .getRefused())
                .isEqualTo(ErrorCode.ERROR_CODE_NOT_GRANTED);
        assertThat(silent.asks(ClientMessage.newBuilder()
                                .setUpdateSelf(UpdateSelf.newBuilder().setDisplayName("x")))
                        .getError()
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_NOT_GRANTED);
        assertThat(ann.seesUntil("lis", one -> true).getCanSpeak()).isFalse();
    }

    @Test
    void shouldRefuseBadOffersAndAFullRoom() {
        assertRefused("no sdp at all", ErrorCode.ERROR_CODE_BAD_OFFER);
        assertRefused(Offers.usual().toSdp().replace("a=rtcp-mux\r\n", ""), ErrorCode.ERROR_CODE_OFFER_NOT_SUPPORTED);
        assertRefused(
                Offers.usual().toSdp().replace("opus/48000/2", "none/1").replace("VP8", "VP7"),
                ErrorCode.ERROR_CODE_OFFER_NOT_SUPPORTED);
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        TokenGrants grants = bob.grants("bob");
        TokenGrants forOne = new TokenGrants(
                grants.room(),
                grants.identity(),
                "",
                grants.attributes(),
                grants.publish(),
                true,
                true,
                false,
                1,
                grants.allowedRegions(),
                Long.MAX_VALUE);
        bob.ask(forOne, usualJoin(), "full");
        assertThat(bob.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_ROOM_FULL);
        node.media.full = true;
        TestClient cem = client();
        cem.ask(cem.grants("cem"), usualJoin(), "busy");
        assertThat(cem.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NODE_FULL);
    }

    @Test
    void shouldEndWhoBreaksTheProtocolAndNobodyElse() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        ann.seesUntil("bob", one -> true);
        bob.says(ClientMessage.newBuilder()
                .setNegotiate(Negotiate.newBuilder().setOffer("v=0\r\n" + "m=audio 9 X 0\r\n".repeat(10_000))));
        assertThat(bob.nextError().getFatal()).isTrue();
        bob.nextClose();
        ann.seesUntil(roster -> ann.sees("bob") == null);
        ann.asks(ClientMessage.newBuilder().setUpdateSelf(UpdateSelf.getDefaultInstance()));
    }

    @Test
    void shouldEndOnlyTheParticipantThatABugHits() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        String camera = bob.trackOf("ann", CAMERA);
        node.media.bugOn = MediaCommand.AddForwarder.class;
        bob.says(ClientMessage.newBuilder()
                .setUpdateSlots(UpdateSlots.newBuilder().addSlots(slot("v0", camera))));
        assertThat(bob.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_REJOIN);
        bob.nextClose();
        ann.seesUntil(roster -> ann.sees("bob") == null && !roster.isEmpty());
        ann.probe.awaitAssert(
                TestNode.PATIENCE,
                () -> assertThat(node.media.all(MediaCommand.CloseTransport.class))
                        .hasSize(1));
        ann.asks(ClientMessage.newBuilder().setUpdateSelf(UpdateSelf.getDefaultInstance()));
    }

    @Test
    void shouldBeReconnectingWhenTheSocketIsLostAndGoneLater() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        node.media.take();
        ann.isGone(false);
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);
        assertThat(node.media.take()).isEmpty();
        bob.seesUntil(roster -> bob.sees("ann") == null);
        bob.probe.awaitAssert(
                TestNode.PATIENCE,
                () -> assertThat(node.media.all(MediaCommand.CloseTransport.class))
                        .hasSize(1));
    }

    @Test
    void shouldResumeAndHearWhatWasMissed() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        ann.seesUntil("bob", one -> true);
        String camera = ann.trackOf("bob", CAMERA);
        ann.shows(slot("v0", camera));
        ann.isGone(false);
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);
        TestClient cem = client();
        cem.joins("cem");
        bob.isGone(true);
        cem.seesUntil(roster -> cem.sees("bob") == null);

        TestClient back = client();
        var resumed = back.resumes(ann);
        assertThat(resumed.hasRosterChanged()).isTrue();
        assertThat(back.roster.values()).extracting(Participant::getIdentity).containsExactlyInAnyOrder("ann", "cem");
        // What happened to its slot while it was away is said again, in order.
        assertThat(back.next(ServerMessage::hasSlotAssigned).getSequence()).isEqualTo(resumed.getNextSequence());
        cem.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_PRESENT);
        assertThat(facts(CallFact.ConnectionResumed.class)).isEqualTo(1);
    }

    @Test
    void shouldTakeEachResumeTokenOnce() {
        TestClient ann = client();
        ann.joins("ann");
        TestClient second = client();
        second.resumes(ann);
        assertThat(ann.nextClose().code()).isEqualTo(Refusal.CLOSE_SUPERSEDED);
        second.asks(ClientMessage.newBuilder().setUpdateSelf(UpdateSelf.getDefaultInstance()));
        TestClient thief = client();
        thief.asksToResume(ann);
        assertThat(thief.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_REJOIN);
        second.asks(ClientMessage.newBuilder().setUpdateSelf(UpdateSelf.getDefaultInstance()));
        thief = client();
        ann.resumeToken = "garbage";
        thief.asksToResume(ann);
        assertThat(thief.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_REJOIN);
    }

    @Test
    void shouldLetTheLaterJoinOfAnIdentityStay() {
        TestClient old = client();
        Joined before = old.joins("ann");
        TestClient bob = client();
        bob.joins("bob");
        TestClient young = client();
        Joined after = young.joins("ann");
        assertThat(old.next(ServerMessage::hasEnded).getEnded().getReason()).isEqualTo(EndReason.END_REASON_REPLACED);
        old.nextClose();
        Participant shown = bob.seesUntil("ann", one -> one.getParticipantId().equals(after.getParticipantId()));
        assertThat(shown.getReplacesParticipant()).isEqualTo(before.getParticipantId());
        young.seesUntil(roster -> roster.size() == 2);
    }

    @Test
    void shouldEndWhenMediaFails() {
        TestClient ann = client();
        ann.joins("ann");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        node.media.happens(new MediaEvent.TransportChanged(transport, TransportState.CONNECTED, "AEAD"));
        ann.next(message -> message.getMediaStateChanged().getState() == MediaState.MEDIA_STATE_CONNECTED);
        node.media.happens(new MediaEvent.TransportChanged(transport, TransportState.FAILED, "no consent"));
        assertThat(ann.next(ServerMessage::hasEnded).getEnded().getReason())
                .isEqualTo(EndReason.END_REASON_MEDIA_FAILED);
    }

    @Test
    void shouldTakeAClosedMediaPathForLeaving() {
        TestClient ann = client();
        ann.joins("ann");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        node.media.happens(new MediaEvent.TransportChanged(transport, TransportState.CLOSED, "close_notify"));
        assertThat(ann.next(ServerMessage::hasEnded).getEnded().getReason()).isEqualTo(EndReason.END_REASON_LEFT);
    }

    @Test
    void shouldAskThePublisherForKeyFramesAndShowWhatArrives() {
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        TrackId camera = new TrackId(joined.getTracks(1).getTrackId());
        node.media.happens(new MediaEvent.KeyFrameWanted(transport, camera, "h"));
        assertThat(ann.next(ServerMessage::hasKeyFrameRequested)
                        .getKeyFrameRequested()
                        .getRid())
                .isEqualTo("h");
        for (String rid : List.of("f", "q", "h")) {
            node.media.happens(new MediaEvent.EncodingStarted(transport, camera, rid, CodecId.VP8));
        }
        TrackCodec codec = ann.seesUntil("ann", one -> one.getTracks(1).getCodecsCount() > 0)
                .getTracks(1)
                .getCodecs(0);
        assertThat(codec.getName()).isEqualTo("VP8");
        assertThat(codec.getEncodingsList()).extracting("rid").containsExactly("q", "h", "f");
    }

    @Test
    void shouldTellThePublisherWhatNobodyWantsAnyMore() {
        TestClient ann = client();
        Joined joined = ann.joins("ann");
        TransportId transport =
                node.media.last(MediaCommand.OpenTransport.class).transport();
        TrackId camera = new TrackId(joined.getTracks(1).getTrackId());
        node.media.happens(new MediaEvent.EncodingWanted(transport, TrackId.random(), "f", false));
        node.media.happens(new MediaEvent.EncodingWanted(transport, camera, "f", false));
        ServerMessage stop = ann.next(ServerMessage::hasEncodingWanted);
        assertThat(stop.getEncodingWanted())
                .isEqualTo(EncodingWanted.newBuilder()
                        .setTrackId(camera.value())
                        .setRid("f")
                        .build());
        node.media.happens(new MediaEvent.EncodingWanted(transport, camera, "f", true));
        ServerMessage send = ann.next(ServerMessage::hasEncodingWanted);
        assertThat(send.getEncodingWanted().getWanted()).isTrue();
        // Heard later, after the client sent everything anew, it would say what was.
        assertThat(send.getSequence()).isZero();
    }

    @Test
    void shouldAnswerPingsAndPagesAndChangesOfOneself() {
        TestClient ann = client();
        ann.joins("ann");
        ann.says(ClientMessage.newBuilder().setPing(Ping.newBuilder().setClientTimeMillis(42)));
        ServerMessage pong = ann.next(ServerMessage::hasPong);
        assertThat(pong.getPong().getClientTimeMillis()).isEqualTo(42);
        assertThat(pong.getSequence()).isZero();
        assertThat(ann.asks(ClientMessage.newBuilder()
                                .setGetRosterPage(GetRosterPage.newBuilder().setLimit(10)))
                        .getRosterPage()
                        .getParticipantsList())
                .isEmpty();
        assertThat(ann.asks(ClientMessage.newBuilder()
                                .setUpdateSelf(UpdateSelf.newBuilder()
                                        .setDisplayName("Ann")
                                        .putAttributes("hand", "up")))
                        .hasSelfUpdated())
                .isTrue();
        ann.seesUntil(
                "ann",
                one -> one.getDisplayName().equals("Ann")
                        && "up".equals(one.getAttributesMap().get("hand")));
        assertThat(ann.asks(ClientMessage.newBuilder()
                                .setUpdateSelf(UpdateSelf.newBuilder().putAttributes("big", "x".repeat(5_000))))
                        .getError()
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED);
    }

    private TestClient client() {
        return node.client(room);
    }

    private void assertRefused(String offer, ErrorCode code) {
        TestClient client = client();
        client.ask(client.grants("bad"), usualJoin().toBuilder().setOffer(offer).build(), "bad");
        assertThat(client.nextError().getCode()).isEqualTo(code);
        assertThat(client.nextClose().code()).isEqualTo(1008);
    }

    private long facts(Class<? extends CallFact> type) {
        return node.events.stream()
                .filter(event -> event.room().name().equals(room))
                .map(CallEvent::fact)
                .filter(type::isInstance)
                .count();
    }

    private static void mute(TestClient client, String track, boolean muted) {
        client.asks(ClientMessage.newBuilder()
                .setUpdateTrack(UpdateTrack.newBuilder().setTrackId(track).setMuted(muted)));
    }

    private static List<SlotPaused> pauses(TestClient client, int count) {
        return Stream.generate(() -> client.next(ServerMessage::hasSlotPaused).getSlotPaused())
                .limit(count)
                .toList();
    }

    private LegSample leg(
            TransportId transport, String track, @Nullable SubscriptionId subscription, long packets, long lost) {
        return new LegSample(
                new RoomId(new TenantId("t"), room),
                transport,
                null,
                new ParticipantId("pa_1"),
                new TrackId(track),
                subscription,
                "",
                packets,
                packets * 100,
                lost,
                0,
                0,
                0,
                5_000,
                20_000);
    }

    private static MediaEvent.SlotChanged slotChanged(MediaCommand.AddForwarder added, SlotState state) {
        return new MediaEvent.SlotChanged(added.transport(), added.subscription(), added.mid(), added.track(), state);
    }
}
