package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.mesh.tree.RegionTrees;
import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.signal.v1.Ping;
import io.banyan.protocol.signal.v1.Pong;
import io.banyan.protocol.signal.v1.RosterVersion;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.MediaEndpoint;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.ResumeToken;
import io.banyan.protocol.wire.v1.RoomFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.SignedEntry;
import io.banyan.protocol.wire.v1.TrackMedia;
import io.banyan.protocol.wire.v1.TreePlace;
import java.io.NotSerializableException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireSerializerTest {
    private static final NodeId NODE = new NodeId(new RegionId("r"), "n");
    private static final ConnectionId CONNECTION = new ConnectionId("co_1");
    private static final AllowedRegions ALLOWED =
            AllowedRegions.of(Set.of(Set.of(new RegionId("eu"), new RegionId("us")), Set.of()));

    private ActorTestKit kit;
    private Serialization serialization;

    @BeforeAll
    void start() {
        kit = ActorTestKit.create("banyan", TestNode.config("n", "pekko.actor.provider = local"));
        serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldBringEveryMessageAcross() throws Exception {
        for (WireMessage message : samples()) {
            SerializerWithStringManifest serializer =
                    (SerializerWithStringManifest) serialization.findSerializerFor(message);
            assertThat(serializer).isInstanceOf(WireSerializer.class);
            byte[] bytes = serializer.toBinary(message);
            assertThat(serialization
                            .deserialize(bytes, serializer.identifier(), serializer.manifest(message))
                            .get())
                    .isEqualTo(message);
        }
    }

    @Test
    void shouldKnowEveryMessageThereIs() {
        Set<String> existing = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.banyan.node.control")
                        .stream()
                        .filter(type -> type.isAssignableTo(WireMessage.class) && !type.isInterface())
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
        Set<String> sampled =
                samples().stream().map(message -> message.getClass().getName()).collect(Collectors.toSet());
        assertThat(sampled).isEqualTo(existing);
        assertThat(samples().stream()
                        .map(message -> ((SerializerWithStringManifest) serialization.findSerializerFor(message))
                                .manifest(message))
                        .distinct())
                .hasSize(existing.size());
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        SerializerWithStringManifest serializer =
                (SerializerWithStringManifest) serialization.findSerializerFor(OwnerReply.Detached.INSTANCE);
        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1, 2, 3}, "ra"))
                .isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "pl")).isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "zz")).isInstanceOf(NotSerializableException.class);
    }

    @Test
    void shouldHaveNoUseForJavaSerialization() {
        assertThat(kit.system().settings().config().getBoolean("pekko.actor.allow-java-serialization"))
                .isFalse();
        assertThat(serialization.serialize(BigInteger.ONE).isFailure()
                        || serialization.findSerializerFor(BigInteger.ONE).identifier() != 1)
                .isTrue();
        assertThat(serialization
                        .serialize(new java.util.ArrayList<>(List.of(1)))
                        .isFailure())
                .isTrue();
    }

    private List<WireMessage> samples() {
        OriginTree tree = OriginTree.newBuilder()
                .setOrigin("r/n")
                .setEpoch(5)
                .setVersion(7)
                .addPlaces(TreePlace.newBuilder().setNode("s/m").setParent("r/n"))
                .build();
        SessionClaim claim = new SessionClaim(new SessionId("se_1"), 1_700_000_000_000L);
        PartUpdate update = new PartUpdate(
                NODE,
                3,
                4,
                9,
                List.of(Participant.newBuilder()
                        .setParticipantId("pa_1")
                        .setIdentity("ann")
                        .build()),
                List.of(ParticipantGone.newBuilder()
                        .setParticipantId("pa_2")
                        .setReason(EndReason.END_REASON_KICKED)
                        .build()));
        PartEntries entries = PartEntries.newBuilder()
                .setNode(NODE.toString())
                .setIncarnation(3)
                .addEntries(SignedEntry.newBuilder().setEntry(ByteString.copyFromUtf8("entry")))
                .build();
        Moderate moderate = Moderate.newBuilder()
                .setRequestId("decision")
                .setRoom("t/r")
                .setEnd(true)
                .build();
        var part = kit.<RoomPartMessage>createTestProbe().ref();
        var client = kit.<ToClient>createTestProbe().ref();
        var connection = kit.<OwnerReply>createTestProbe().ref();
        var participant = kit.<ParticipantMessage>createTestProbe().ref();
        return List.of(
                new RoomActor.Announce(entries, claim, ALLOWED, part),
                new RoomActor.Digest(NODE, List.of(new PartStamp(NODE, 3, 9)), claim, ALLOWED, part),
                new RoomActor.Withdraw(NODE, 3, entries, part),
                new FromRoom.PartChanged(
                        update,
                        new PartMedia(
                                Optional.of(MediaEndpoint.newBuilder()
                                        .setNode("r/n")
                                        .setLoop(1)
                                        .build()),
                                List.of(TrackMedia.newBuilder().setCsrc(7).build()))),
                new FromRoom.PartLost(NODE, 3),
                new FromRoom.PartGone(NODE, 3),
                new FromRoom.PartBack(NODE, 3),
                new FromRoom.FactsAgreed(RoomFacts.NONE.withSession(claim)),
                new FromRoom.Decided("decision"),
                new FromRoom.ViewersElsewhere(7),
                new FromRoom.Replaced(new ParticipantId("pa_1")),
                new FromRoom.TreesTold(
                        List.of(tree),
                        List.of(new FromRoom.TreeKnown(NODE.region(), RegionTrees.stamp(tree))),
                        List.of(NODE.region())),
                new RoomActor.TreesPlanned(
                        NODE, List.of(new RoomActor.TreeForRegion(NODE.region(), tree)), List.of(NODE)),
                new RoomActor.Decide(moderate, part),
                new RoomActor.Frame(
                        NODE.region(), RoomFrame.newBuilder().setRoom("t/r").build()),
                new RoomActor.Places(
                        NODE.region(), RoomPlaces.newBuilder().setRoom("t/r").build()),
                new RoomActor.AuthorityAnswered(
                        NODE.region(), Moderated.newBuilder().setRoom("t/r").build()),
                new DirectoryActor.Register(NODE.region(), DirectoryRegister.getDefaultInstance()),
                new DirectoryActor.Places(
                        NODE.region(), RoomPlaces.newBuilder().setRoom("t/r").build()),
                new DirectoryActor.Ask(NODE.region(), moderate),
                new RegionMesh.HeartbeatHeard(
                        NODE, MeshHeartbeat.newBuilder().setSequence(4).build()),
                FromRoom.Reannounce.INSTANCE,
                new ResumeAt(
                        ResumeToken.newBuilder()
                                .setNode(NODE.toString())
                                .setParticipantId("pa_1")
                                .build(),
                        RosterVersion.newBuilder()
                                .addParts(new PartStamp(NODE, 3, 9).toProto())
                                .build(),
                        17,
                        "request",
                        new ClientLink(CONNECTION, client, connection)),
                new Hello(NODE, 3, "wss://node.example"),
                new OwnerReply.Attached(participant),
                OwnerReply.Detached.INSTANCE,
                new FromClient(
                        CONNECTION,
                        ClientMessage.newBuilder()
                                .setPing(Ping.newBuilder().setClientTimeMillis(5))
                                .build()),
                new ClientGone(CONNECTION, true),
                new ToClient.Deliver(ServerMessage.newBuilder()
                        .setSequence(8)
                        .setPong(Pong.getDefaultInstance())
                        .build()),
                new ToClient.Close(1001, "bye"));
    }
}
