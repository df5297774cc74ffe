package io.banyan.node.control;

import static io.banyan.node.control.TestClient.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.PauseReason;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.signal.v1.UpdateSelf;
import io.banyan.protocol.signal.v1.UpdateTrack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region of two nodes in one JVM, which speak over TLS. */
class TwoNodesTest {
    /** As in production, but sooner; a machine that stands still for less must not be taken for dead. */
    private static final String SOONER = """
            pekko.cluster.failure-detector.acceptable-heartbeat-pause = 5s
            pekko.cluster.split-brain-resolver.stable-after = 3s
            pekko.coordinated-shutdown.phases {
              cluster-sharding-shutdown-region.timeout = 1s
              cluster-leave.timeout = 1s
              cluster-exiting.timeout = 1s
              cluster-exiting-done.timeout = 1s
            }
            """;

    private final List<TestNode> nodes = new ArrayList<>();

    @TempDir
    private Path mesh;

    private TestNode a;
    private TestNode b;

    @BeforeEach
    void start() throws Exception {
        MeshFiles files = new MeshFiles(mesh);
        a = start(files, "a");
        b = start(files, "b");
        for (TestNode node : nodes) {
            Cluster.get(node.kit.system())
                    .manager()
                    .tell(Join.create(Cluster.get(a.kit.system()).selfMember().address()));
        }
        await(() -> nodes.forEach(
                node -> assertThat(Cluster.get(node.kit.system()).state().getMembers())
                        .hasSize(2)
                        .allSatisfy(member -> assertThat(member.status()).isEqualTo(MemberStatus.up()))));
    }

    private TestNode start(MeshFiles files, String name) throws Exception {
        // Of two nodes the older one lives on when they lose each other: so it is the younger one that is killed.
        String killable =
                "pekko.coordinated-shutdown.run-by-actor-system-terminate = " + (nodes.isEmpty() ? "on" : "off");
        TestNode node = new TestNode(
                name, TestNode.config(name, files.configFor(name) + SOONER + killable), TestNode.RECONNECT, 100);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        b.kill();
        a.close();
    }

    @Test
    void shouldBeOneRoom() {
        TestClient ann = a.client("one");
        Joined first = ann.joins("ann");
        TestClient bob = b.client("one");
        Joined second = bob.joins("bob");
        ann.seesUntil("bob", one -> one.getNode().equals("b"));
        bob.seesUntil("ann", one -> one.getNode().equals("a"));
        // The older session is everybody's.
        assertThat(second.getSessionId()).isNotEmpty();
        while (!bob.session.equals(first.getSessionId())) {
            bob.next(ServerMessage::hasRosterChanged);
        }

        String camera = bob.trackOf("ann", TrackSource.TRACK_SOURCE_CAMERA);
        SlotAssigned assigned = bob.shows(slot("v0", camera)).getSlotsUpdated().getSlots(0);
        assertThat(assigned.getTrackId()).isEqualTo(camera);
        // The loop at bob's node takes it from ann's.
        MediaCommand.PutRemoteTrack remote = b.media.all(MediaCommand.PutRemoteTrack.class).stream()
                .filter(put -> put.track().spec().track().value().equals(camera))
                .findFirst()
                .orElseThrow();
        assertThat(remote.parents().parent().node()).isEqualTo(a.id);
        assertThat(remote.track().spec().csrc()).isEqualTo(assigned.getCsrc());
        assertThat(b.media.last(MediaCommand.AddForwarder.class).track().value())
                .isEqualTo(camera);

        mute(ann, first.getTracks(1).getTrackId());
        assertThat(bob.next(ServerMessage::hasSlotPaused).getSlotPaused().getReason())
                .isEqualTo(PauseReason.PAUSE_REASON_MUTED);
        await(() -> assertThat(a.context.alternatives().urls()).containsExactly("wss://b.example"));

        // Who joins later, wherever, takes the place.
        TestClient annAtB = b.client("one");
        Joined later = annAtB.joins("ann");
        assertThat(ann.next(ServerMessage::hasEnded).getEnded().getReason()).isEqualTo(EndReason.END_REASON_REPLACED);
        bob.seesUntil("ann", one -> one.getParticipantId().equals(later.getParticipantId()));
        assertThat(bob.next(ServerMessage::hasSlotAssigned).getSlotAssigned().getTrackId())
                .isEmpty();
    }

    @Test
    void shouldSendJoinsElsewhereWhileItsLoopsHaveNothingLeft() {
        a.client("busy").joins("ann");
        await(() -> assertThat(a.context.alternatives().urls()).containsExactly("wss://b.example"));
        a.media.loadPermille = 960;
        TestClient bob = a.client("busy");
        bob.ask(bob.grants("bob"), TestClient.usualJoin(), "1");
        Error refused = bob.nextError();
        assertThat(refused.getCode()).isEqualTo(ErrorCode.ERROR_CODE_NODE_FULL);
        assertThat(refused.getAlternativesList()).containsExactly("wss://b.example");

        b.client("busy").joins("bob");
        a.media.loadPermille = 900;
        a.client("busy").joins("cem");
    }

    @Test
    void shouldResumeAtTheOtherNode() {
        TestClient ann = b.client("resume");
        Joined joined = ann.joins("ann");
        TestClient bob = a.client("resume");
        bob.joins("bob");
        ann.seesUntil("bob", one -> true);
        bob.seesUntil("ann", one -> true);
        // The origin's plan has come: who takes from whom, and why, stays as it is from here on.
        await(() -> assertThat(b.media.all(MediaCommand.PutRemoteTrack.class))
                .filteredOn(put -> put.parents().why() == ParentReason.SIBLING)
                .hasSize(2));
        b.media.take();
        ann.isGone(false);
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);

        TestClient back = a.client("resume");
        assertThat(back.resumes(ann).hasRosterChanged()).isTrue();
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_PRESENT);
        mute(back, joined.getTracks(0).getTrackId());
        bob.seesUntil("ann", one -> one.getTracks(0).getMuted());
        assertThat(b.media.take()).isEmpty();

        // Its owner dies: the connection ends with a word, and there is nothing to resume any more.
        b.kill();
        assertThat(back.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_REJOIN);
        back.nextClose();
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);
        TestClient again = a.client("resume");
        again.joins("ann");
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_PRESENT);
    }

    @Test
    void shouldLoseTheOnesOfADeadNodeAndNobodyElse() {
        // Several rooms, so that some have their index on the node that dies.
        List<TestClient> survivors = new ArrayList<>();
        for (int room = 0; room < 4; room++) {
            b.client("dead " + room).joins("ann");
            TestClient bob = a.client("dead " + room);
            bob.joins("bob");
            survivors.add(bob);
        }
        survivors.forEach(bob -> bob.seesUntil("ann", one -> true));
        b.kill();
        survivors.forEach(bob -> {
            bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);
            bob.seesUntil(roster -> bob.sees("ann") == null);
            assertThat(bob.sees("bob")).isNotNull();
            bob.asks(ClientMessage.newBuilder().setUpdateSelf(UpdateSelf.getDefaultInstance()));
        });
        TestClient cem = a.client("dead 0");
        cem.joins("cem");
        survivors.getFirst().seesUntil("cem", one -> true);
    }

    @Test
    void shouldTellEverybodyWhenANodeStops() {
        TestClient ann = b.client("stop");
        ann.joins("ann");
        TestClient bob = a.client("stop");
        bob.joins("bob");
        bob.seesUntil("ann", one -> true);
        b.control.stop().toCompletableFuture().join();
        assertThat(ann.next(ServerMessage::hasEnded).getEnded().getReason())
                .isEqualTo(EndReason.END_REASON_NODE_STOPPED);
        assertThat(ann.nextClose().code()).isEqualTo(Refusal.CLOSE_GOING_AWAY);
        bob.seesUntil(roster -> bob.sees("ann") == null);
        TestClient late = b.client("stop");
        late.ask(late.grants("late"), TestClient.usualJoin(), "late");
        assertThat(late.nextError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NODE_DRAINING);
    }

    private static void mute(TestClient client, String track) {
        client.asks(ClientMessage.newBuilder()
                .setUpdateTrack(UpdateTrack.newBuilder().setTrackId(track).setMuted(true)));
    }

    private void await(Runnable assertion) {
        a.kit.createTestProbe().awaitAssert(TestNode.PATIENCE, () -> {
            assertion.run();
            return null;
        });
    }
}
