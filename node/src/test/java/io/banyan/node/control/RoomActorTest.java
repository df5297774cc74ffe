package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.mesh.part.OwnedPart;
import io.banyan.node.mesh.part.PartStamp;
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
import io.banyan.protocol.wire.v1.PartParticipant;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomActorTest {
    private static final NodeId A = new NodeId(new RegionId("r"), "a");
    private static final NodeId B = new NodeId(new RegionId("r"), "b");
    private static final RoomId ROOM = new RoomId(new TenantId("t"), "room");
    private static final Duration KEEP = Duration.ofSeconds(30);
    private static final SessionClaim OLD = new SessionClaim(new SessionId("se_old"), 1);
    private static final SessionClaim NEW = new SessionClaim(new SessionId("se_new"), 2);

    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private ActorTestKit kit;
    private ManualTime time;
    private TestProbe<ClusterSharding.ShardCommand> shard;
    private TestProbe<RoomPartMessage> a;
    private TestProbe<RoomPartMessage> b;
    private TestProbe<RegionMesh.Command> mesh;
    private final AtomicLong nanos = new AtomicLong();
    private final OwnedPart ofA = part(A);
    private final OwnedPart ofB = part(B);
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
                new ControlSettings(A, 1, "", KEEP, Duration.ofHours(1), 100),
                new RecordingPlane(A),
                new CallEvents(A, 1, clock, List.of(events::add)),
                clock,
                new Hlc(),
                transport -> IceCredentials.random(),
                new AtomicLong(),
                new Csrcs(random),
                new Alternatives(A),
                new Survivors(),
                MeshPlace.alone(A.region(), this::now),
                random);
        mesh = kit.createTestProbe();
        room = kit.spawn(RoomActor.create(ROOM, context, new LivenessBoard(), mesh.ref(), shard.ref()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private MeshTime now() {
        return new MeshTime(nanos.get(), 1_700_000_000_000L + nanos.get() / 1_000_000);
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    @Test
    void shouldTellTheOthersWhatChangesAndAgreeOnTheOldestSession() {
        room.tell(new RoomActor.Announce(ofA.put(person("a", "ann")), NEW, AllowedRegions.ANYWHERE, a.ref()));
        assertThat(session(a)).isEqualTo(NEW);
        room.tell(new RoomActor.Announce(ofB.put(person("b", "bob")), OLD, AllowedRegions.ANYWHERE, b.ref()));
        assertThat(changed(b)).containsExactly("ann");
        assertThat(session(b)).isEqualTo(NEW);
        assertThat(session(a)).isEqualTo(OLD);
        assertThat(session(b)).isEqualTo(OLD);
        assertThat(changed(a)).containsExactly("bob");
        room.tell(new RoomActor.Announce(ofA.put(person("a", "cem")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        assertThat(changed(b)).containsExactly("cem");
        a.expectNoMessage();
    }

    @Test
    void shouldAskForWhatItMissed() {
        ofA.put(person("a", "ann"));
        room.tell(new RoomActor.Announce(ofA.put(person("a", "bob")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        session(a);
        a.expectMessage(FromRoom.Reannounce.INSTANCE);
        room.tell(new RoomActor.Digest(A, List.of(new PartStamp(A, 1, 2)), OLD, AllowedRegions.ANYWHERE, a.ref()));
        a.expectMessage(FromRoom.Reannounce.INSTANCE);
        ofA.whole()
                .forEach(entries -> room.tell(new RoomActor.Announce(entries, OLD, AllowedRegions.ANYWHERE, a.ref())));
        room.tell(new RoomActor.Digest(A, List.of(new PartStamp(A, 1, 2)), OLD, AllowedRegions.ANYWHERE, a.ref()));
        a.expectNoMessage();
    }

    @Test
    void shouldTakeNoPartForGoneBeforeItHasRecovered() {
        RoomActor.Digest digest = new RoomActor.Digest(
                A, List.of(new PartStamp(A, 1, 1), new PartStamp(B, 1, 3)), OLD, AllowedRegions.ANYWHERE, a.ref());
        room.tell(new RoomActor.Announce(ofA.put(person("a", "ann")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        session(a);
        room.tell(digest);
        a.expectNoMessage();
        pass(KEEP.plusSeconds(10));
        room.tell(digest);
        a.expectMessage(new FromRoom.PartGone(B, 1));
    }

    @Test
    void shouldRepairWhatAPartMissed() {
        room.tell(new RoomActor.Announce(ofA.put(person("a", "ann")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        room.tell(new RoomActor.Announce(ofB.put(person("b", "bob")), OLD, AllowedRegions.ANYWHERE, b.ref()));
        assertThat(changed(b)).containsExactly("ann");
        session(b);
        room.tell(new RoomActor.Digest(B, List.of(new PartStamp(B, 1, 1)), OLD, AllowedRegions.ANYWHERE, b.ref()));
        assertThat(changed(b)).containsExactly("ann");
    }

    @Test
    void shouldKeepThePartOfALostNodeForAWhile() {
        room.tell(new RoomActor.Announce(ofA.put(person("a", "ann")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        room.tell(new RoomActor.Announce(ofB.put(person("b", "bob")), OLD, AllowedRegions.ANYWHERE, b.ref()));
        session(a);
        assertThat(changed(a)).containsExactly("bob");
        b.stop();
        a.expectMessage(new FromRoom.PartLost(B, 1));
        pass(KEEP.minusSeconds(1));
        a.expectNoMessage();
        pass(Duration.ofSeconds(1));
        a.expectMessage(new FromRoom.PartGone(B, 1));
        assertThat(events).isEmpty();
    }

    @Test
    void shouldWelcomeBackAPartThatWasLost() {
        room.tell(new RoomActor.Announce(ofA.put(person("a", "ann")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        room.tell(new RoomActor.Announce(ofB.put(person("b", "bob")), OLD, AllowedRegions.ANYWHERE, b.ref()));
        session(a);
        assertThat(changed(a)).containsExactly("bob");
        b.stop();
        a.expectMessage(new FromRoom.PartLost(B, 1));
        TestProbe<RoomPartMessage> restarted = kit.createTestProbe();
        room.tell(new RoomActor.Announce(ofB.put(person("b", "cem")), OLD, AllowedRegions.ANYWHERE, restarted.ref()));
        assertThat(changed(a)).containsExactly("cem");
        pass(KEEP);
        a.expectNoMessage();
    }

    @Test
    void shouldEndWithTheLastPart() {
        room.tell(new RoomActor.Announce(ofA.put(person("a", "ann")), OLD, AllowedRegions.ANYWHERE, a.ref()));
        session(a);
        pass(KEEP.plusSeconds(10));
        room.tell(new RoomActor.Withdraw(A, 1, ofA.end(), a.ref()));
        a.expectMessage(new FromRoom.PartGone(A, 1));
        assertThat(shard.receiveMessage()).isInstanceOf(ClusterSharding.Passivate.class);
        assertThat(events).extracting(CallEvent::fact).containsExactly(new CallFact.RoomEnded());
        assertThat(events.getFirst().session()).isEqualTo(OLD.session());
    }

    private static OwnedPart part(NodeId node) {
        AtomicLong counter = new AtomicLong();
        return new OwnedPart(
                ROOM,
                node,
                1,
                counter::incrementAndGet,
                MeshPlace.alone(node.region(), () -> {
                            throw new AssertionError("no time is needed to sign");
                        })
                        .signer());
    }

    private static PartParticipant person(String node, String id) {
        return PartParticipant.newBuilder()
                .setParticipant(Participant.newBuilder()
                        .setParticipantId(id)
                        .setIdentity(id)
                        .setRegion("r")
                        .setNode(node))
                .build();
    }

    private static @Nullable SessionClaim session(TestProbe<RoomPartMessage> part) {
        return part.expectMessageClass(FromRoom.FactsAgreed.class).facts().session();
    }

    private static List<String> changed(TestProbe<RoomPartMessage> part) {
        return part.expectMessageClass(FromRoom.PartChanged.class).update().upserted().stream()
                .map(Participant::getParticipantId)
                .toList();
    }
}
