package io.banyan.node.control;

import static io.banyan.node.control.TestClient.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.MediaState;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.signal.v1.UpdateSlots;
import io.banyan.protocol.signal.v1.UpdateTrack;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node whose actor system is downed and started anew: its people and their media go on. */
class ControlRestartTest {
    private TestNode node = TestNode.alone(Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldGoOnWithItsPeopleAndNotTouchTheirMedia() {
        TestClient ann = node.client("room");
        Joined annJoined = ann.joins("ann");
        TestClient bob = node.client("room");
        Joined bobJoined = bob.joins("bob");
        ann.seesUntil("bob", one -> one.getTracksCount() == 2);
        String camera = bob.trackOf("ann", TrackSource.TRACK_SOURCE_CAMERA);
        bob.shows(slot("v0", camera));
        MediaCommand.AddForwarder forwarder = node.media.last(MediaCommand.AddForwarder.class);
        MediaCommand.OpenTransport bobTransport = node.media.last(MediaCommand.OpenTransport.class);
        node.media.take();

        node = node.downedAndBack();
        // Nobody listens yet when the loop says something.
        node.media.happens(new MediaEvent.TransportChanged(
                bobTransport.transport(), TransportState.CONNECTED, "AEAD_AES_128_GCM"));
        TestClient bobBack = node.client("room");
        SlotAssigned onSlot = bobBack.resumes(bob).getSlotsList().stream()
                .filter(slot -> slot.getMid().equals("v0"))
                .findFirst()
                .orElseThrow();
        TestClient annBack = node.client("room");
        annBack.resumes(ann);

        assertThat(onSlot.getTrackId()).isEqualTo(camera);
        assertThat(bobBack.next(ServerMessage::hasMediaStateChanged)
                        .getMediaStateChanged()
                        .getState())
                .isEqualTo(MediaState.MEDIA_STATE_CONNECTED);
        bobBack.seesUntil(
                "ann",
                one -> one.getPresence() == Presence.PRESENCE_PRESENT
                        && one.getParticipantId().equals(annJoined.getParticipantId()));
        annBack.seesUntil("bob", one -> one.getPresence() == Presence.PRESENCE_PRESENT);
        assertThat(node.media.take()).as("what the loops were told").isEmpty();

        // What was agreed on before goes on to work: mute reaches the viewer, the slot can be freed and used again.
        annBack.asks(ClientMessage.newBuilder()
                .setUpdateTrack(UpdateTrack.newBuilder()
                        .setTrackId(annJoined.getTracks(1).getTrackId())
                        .setMuted(true)));
        bobBack.next(ServerMessage::hasSlotPaused);
        bobBack.asks(ClientMessage.newBuilder()
                .setUpdateSlots(UpdateSlots.newBuilder().addSlots(slot("v0", ""))));
        assertThat(node.media.last(MediaCommand.RemoveForwarder.class).subscription())
                .isEqualTo(forwarder.subscription());

        TestClient cem = node.client("room");
        assertThat(cem.joins("cem").getSessionId()).isEqualTo(bobJoined.getSessionId());
        // The region agrees on the session a moment after the room is joined, which is when it counts as begun.
        node.kit.createTestProbe().awaitAssert(TestNode.PATIENCE, () -> {
            assertThat(node.events.stream().map(CallEvent::fact))
                    .filteredOn(CallFact.RoomStarted.class::isInstance)
                    .hasSize(1);
            return null;
        });
    }

    @Test
    void shouldEndOnesThatDoNotComeBack() {
        node.close();
        node = TestNode.alone(Duration.ofSeconds(4));
        TestClient ann = node.client("room");
        ann.joins("ann");
        TestClient bob = node.client("room");
        bob.joins("bob");

        node = node.downedAndBack();
        TestClient bobBack = node.client("room");
        bobBack.resumes(bob);

        bobBack.seesUntil(roster ->
                roster.values().stream().noneMatch(one -> one.getIdentity().equals("ann")));
        // Its actor lets go of the media after the others were told.
        node.kit.createTestProbe().awaitAssert(TestNode.PATIENCE, () -> {
            assertThat(node.media.all(MediaCommand.CloseTransport.class)).hasSize(1);
            return null;
        });
        assertThat(node.events.stream().map(CallEvent::fact))
                .filteredOn(CallFact.ParticipantLeft.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallFact.ParticipantLeft.class,
                        left -> assertThat(left.reason()).isEqualTo(EndReason.END_REASON_RECONNECT_TIMEOUT.name()));
    }
}
