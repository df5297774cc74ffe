package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallEvents;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.Participant;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomActorTest {
    private static final NodeId A = new NodeId(new RegionId("r"), "a");
    private static final NodeId B = new NodeId(new RegionId("r"), "b");
    private static final Duration KEEP = Duration.ofSeconds(30);
    private static final SessionClaim OLD = new SessionClaim(new SessionId("se_old"), 1);
    private static final SessionClaim NEW = new SessionClaim(new SessionId("se_new"), 2);

    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private ActorTestKit kit;
    private ManualTime time;
    private TestProbe<ClusterSharding.ShardCommand> shard;
    private TestProbe<RoomPartMessage> a;
    private TestProbe<RoomPartMessage> b;
    private ActorRef<RoomActor.Command> room;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "banyan", ManualTime.config().withFallback(TestNode.config("n", "pekko.actor.provider = local")));
        time = ManualTime.get(kit.system());
        shard = kit.createTestProbe();
        a = kit.createTestProbe();
        b = kit.createTestProbe();
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        ControlContext context = new ControlContext(
                new ControlSettings(A, 1, "", KEEP, 100),
                new RecordingPlane(),
                new CallEvents(A, 1, clock, List.of(events::add)),
                clock,
                new Hlc(),
                transport -> IceCredentials.random(),
                new AtomicLong(),
                new Csrcs(random),
                new Alternatives(A),
                new Survivors(),
                random);
        room = kit.spawn(RoomActor.create(new RoomId(new TenantId("t"), "room"), context, shard.ref()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldTellTheOthersWhatChangesAndAgreeOnTheOldestSession() {
        room.tell(new RoomActor.Announce(part(A, 0, 1, "ann"), NEW, a.ref()));
        a.expectMessage(new FromRoom.SessionAgreed(NEW));
        room.tell(new RoomActor.Announce(part(B, 0, 1, "bob"), OLD, b.ref()));
        b.expectMessage(new FromRoom.PartChanged(part(A, 0, 1, "ann")));
        b.expectMessage(new FromRoom.SessionAgreed(NEW));
        a.expectMessage(new FromRoom.SessionAgreed(OLD));
        b.expectMessage(new FromRoom.SessionAgreed(OLD));
        a.expectMessage(new FromRoom.PartChanged(part(B, 0, 1, "bob")));
        room.tell(new RoomActor.Announce(part(A, 1, 4, "cem"), OLD, a.ref()));
        b.expectMessage(new FromRoom.PartChanged(part(A, 1, 4, "cem")));
        a.expectNoMessage();
    }

    @Test
    void shouldAskForWhatItMissed() {
        room.tell(new RoomActor.Announce(part(A, 7, 8, "ann"), OLD, a.ref()));
        a.expectMessage(new FromRoom.SessionAgreed(OLD));
        a.expectMessage(FromRoom.Reannounce.INSTANCE);
        room.tell(new RoomActor.Digest(A, List.of(new PartStamp(A, 1, 8)), OLD, a.ref()));
        a.expectMessage(FromRoom.Reannounce.INSTANCE);
        room.tell(new RoomActor.Announce(part(A, 0, 8, "ann"), OLD, a.ref()));
        room.tell(new RoomActor.Digest(A, List.of(new PartStamp(A, 1, 8)), OLD, a.ref()));
        a.expectNoMessage();
    }

    @Test
    void shouldTakeNoPartForGoneBeforeItHasRecovered() {
        RoomActor.Digest digest =
                new RoomActor.Digest(A, List.of(new PartStamp(A, 1, 8), new PartStamp(B, 1, 3)), OLD, a.ref());
        room.tell(new RoomActor.Announce(part(A, 0, 8, "ann"), OLD, a.ref()));
        a.expectMessage(new FromRoom.SessionAgreed(OLD));
        room.tell(digest);
        a.expectNoMessage();
        time.timePasses(KEEP.plusSeconds(10));
        room.tell(digest);
        a.expectMessage(new FromRoom.PartGone(B, 1));
    }

    @Test
    void shouldRepairWhatAPartMissed() {
        room.tell(new RoomActor.Announce(part(A, 0, 8, "ann"), OLD, a.ref()));
        room.tell(new RoomActor.Announce(part(B, 0, 3, "bob"), OLD, b.ref()));
        b.expectMessage(new FromRoom.PartChanged(part(A, 0, 8, "ann")));
        b.expectMessage(new FromRoom.SessionAgreed(OLD));
        room.tell(new RoomActor.Digest(B, List.of(new PartStamp(A, 1, 7), new PartStamp(B, 1, 3)), OLD, b.ref()));
        b.expectMessage(new FromRoom.PartChanged(part(A, 0, 8, "ann")));
    }

    @Test
    void shouldKeepThePartOfALostNodeForAWhile() {
        room.tell(new RoomActor.Announce(part(A, 0, 8, "ann"), OLD, a.ref()));
        room.tell(new RoomActor.Announce(part(B, 0, 3, "bob"), OLD, b.ref()));
        a.expectMessage(new FromRoom.SessionAgreed(OLD));
        a.expectMessage(new FromRoom.PartChanged(part(B, 0, 3, "bob")));
        b.stop();
        a.expectMessage(new FromRoom.PartLost(B, 1));
        time.timePasses(KEEP.minusSeconds(1));
        a.expectNoMessage();
        time.timePasses(Duration.ofSeconds(1));
        a.expectMessage(new FromRoom.PartGone(B, 1));
        assertThat(events).isEmpty();
    }

    @Test
    void shouldWelcomeBackAPartThatWasLost() {
        room.tell(new RoomActor.Announce(part(A, 0, 8, "ann"), OLD, a.ref()));
        room.tell(new RoomActor.Announce(part(B, 0, 3, "bob"), OLD, b.ref()));
        a.expectMessage(new FromRoom.SessionAgreed(OLD));
        a.expectMessage(new FromRoom.PartChanged(part(B, 0, 3, "bob")));
        b.stop();
        a.expectMessage(new FromRoom.PartLost(B, 1));
        TestProbe<RoomPartMessage> restarted = kit.createTestProbe();
        room.tell(new RoomActor.Announce(part(B, 0, 9, "bob"), OLD, restarted.ref()));
        a.expectMessage(new FromRoom.PartChanged(part(B, 0, 9, "bob")));
        time.timePasses(KEEP);
        a.expectNoMessage();
    }

    @Test
    void shouldEndWithTheLastPart() {
        room.tell(new RoomActor.Announce(part(A, 0, 8, "ann"), OLD, a.ref()));
        a.expectMessage(new FromRoom.SessionAgreed(OLD));
        room.tell(new RoomActor.Withdraw(A, 1, a.ref()));
        a.expectMessage(new FromRoom.PartGone(A, 1));
        assertThat(shard.receiveMessage()).isInstanceOf(ClusterSharding.Passivate.class);
        assertThat(events).extracting(CallEvent::fact).containsExactly(new CallFact.RoomEnded());
        assertThat(events.getFirst().session()).isEqualTo(OLD.session());
    }

    private static PartUpdate part(NodeId node, long from, long to, String id) {
        return new PartUpdate(
                node,
                1,
                from,
                to,
                List.of(Participant.newBuilder()
                        .setParticipantId(id)
                        .setIdentity(id)
                        .build()),
                List.of());
    }
}
