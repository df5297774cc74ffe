package io.banyan.node.mesh.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.part.EntrySigner;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.mesh.part.OwnedPart;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.PartVersion;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.PartParticipant;
import io.banyan.protocol.wire.v1.RoomDigest;
import io.banyan.protocol.wire.v1.RoomEnd;
import io.banyan.protocol.wire.v1.RoomFrame;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever another region says that it may not is counted and has no effect. */
class RegionRoomHostileTest {
    private static final RoomId ROOM = RoomId.parse("t/call");
    private static final RegionId US = new RegionId("us");
    private static final RegionId AP = new RegionId("ap");
    private static final NodeId OWNER = NodeId.parse("us/a");
    private static final MeshTime NOW = new MeshTime(1_000_000_000L, 1_800_000_000_000L);
    private static final long LIFE = NOW.wallMillis() - 1000;

    private final Map<MeshRefusal, Integer> refused = new EnumMap<>(MeshRefusal.class);
    private long counter;
    private final RegionRoom room = new RegionRoom(
            ROOM,
            new MeshSurroundings(
                    new RegionId("eu"),
                    new Liveness() {
                        @Override
                        public boolean isAlive(NodeId node, long incarnation) {
                            return true;
                        }

                        @Override
                        public Path path(RegionId region) {
                            return Path.DIRECT;
                        }
                    },
                    new NamedVerifier(),
                    new Hlc(),
                    reason -> refused.merge(reason, 1, Integer::sum),
                    MeshSurroundings.RECONNECTING_NANOS),
            new SilentPort(),
            false,
            NOW);

    private OwnedPart part(NodeId node, long life, RoomId in) {
        return new OwnedPart(in, node, life, () -> ++counter, new NamedSigner(node));
    }

    private static PartParticipant person(String id, NodeId at, long joined) {
        return PartParticipant.newBuilder()
                .setParticipant(Participant.newBuilder()
                        .setParticipantId(id)
                        .setIdentity("identity of " + id)
                        .setRegion(at.region().value())
                        .setNode(at.name())
                        .setJoinedAtMillis(joined))
                .build();
    }

    private void say(RegionId from, PartEntries entries) {
        room.onFrame(
                from,
                RoomFrame.newBuilder()
                        .setRoom(ROOM.toString())
                        .setAtMillis(NOW.wallMillis())
                        .addParts(entries)
                        .build(),
                NOW);
    }

    private void assertRefused(MeshRefusal reason) {
        assertThat(refused).containsOnlyKeys(reason);
        assertThat(room.parts().stream().map(HeldPart::participants)).allMatch(java.util.List::isEmpty);
    }

    @Test
    void shouldTakeWhatIsRight() {
        say(US, part(OWNER, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis())));

        assertThat(refused).isEmpty();
        assertThat(room.parts()).hasSize(1);
    }

    @Test
    void shouldRefuseAWrongSignature() {
        PartEntries entries = part(OWNER, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis()));
        SignedEntry forged = entries.getEntries(0).toBuilder()
                .setSignature(ByteString.copyFromUtf8("ap/b"))
                .build();
        say(AP, entries.toBuilder().setEntries(0, forged).build());
        assertRefused(MeshRefusal.BAD_SIGNATURE);
    }

    @Test
    void shouldRefuseAParticipantWhoIsElsewhere() {
        say(US, part(OWNER, LIFE, ROOM).put(person("pa_1", NodeId.parse("ap/b"), NOW.wallMillis())));
        assertRefused(MeshRefusal.WRONG_OWNER);
    }

    @Test
    void shouldRefuseAnothersName() {
        PartEntries entries = part(OWNER, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis()));
        say(AP, entries.toBuilder().setNode("ap/b").build());
        assertRefused(MeshRefusal.WRONG_OWNER);
    }

    @Test
    void shouldRefuseAnothersParticipant() {
        say(US, part(OWNER, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis())));
        NodeId thief = NodeId.parse("ap/b");
        say(AP, part(thief, LIFE, ROOM).put(person("pa_1", thief, NOW.wallMillis())));

        assertThat(refused).containsOnlyKeys(MeshRefusal.ANOTHERS_PARTICIPANT);
        assertThat(room.parts()).extracting(HeldPart::node).containsExactly(OWNER);
    }

    @Test
    void shouldRefuseAnothersGallery() {
        NodeId gallery = Gallery.of(OWNER).orElseThrow();
        say(US, part(gallery, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis())));
        assertRefused(MeshRefusal.NOT_ITS_REGION);
    }

    @Test
    void shouldRefuseAnotherRoom() {
        say(US, part(OWNER, LIFE, RoomId.parse("t/other")).put(person("pa_1", OWNER, NOW.wallMillis())));
        assertRefused(MeshRefusal.WRONG_ROOM);
    }

    @Test
    void shouldRefuseAbsurdNumbers() {
        counter = 1L << 50;
        say(US, part(OWNER, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis())));
        assertRefused(MeshRefusal.ABSURD_NUMBER);
    }

    @Test
    void shouldRefuseClocksThatAreAhead() {
        say(US, part(OWNER, LIFE, ROOM).put(person("pa_1", OWNER, NOW.wallMillis() + 120_000)));
        say(US, part(OWNER, NOW.wallMillis() + 120_000, ROOM).put(person("pa_1", OWNER, NOW.wallMillis())));
        room.onFrame(
                US,
                RoomFrame.newBuilder()
                        .setRoom(ROOM.toString())
                        .setFacts(io.banyan.protocol.wire.v1.RoomFacts.newBuilder()
                                .setEnd(RoomEnd.newBuilder().setAtMillis(NOW.wallMillis() + 120_000)))
                        .build(),
                NOW);
        assertRefused(MeshRefusal.CLOCK_AHEAD);
        assertThat(room.facts().end()).isNull();
    }

    @Test
    void shouldRefuseEntriesThatLeaveOneOut() {
        OwnedPart owner = part(OWNER, LIFE, ROOM);
        owner.put(person("pa_1", OWNER, NOW.wallMillis()));
        PartEntries second = owner.put(person("pa_2", OWNER, NOW.wallMillis()));
        say(AP, second.toBuilder().setWhole(true).build());
        assertRefused(MeshRefusal.INCOMPLETE);
    }

    /** Frames may come late, twice, in any order, or not at all: what is there is always what the owner once had. */
    @Test
    void shouldHoldOnlyStatesThatTheOwnerHadWhateverIsReplayedAndReordered() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        OwnedPart owner = part(OWNER, LIFE, ROOM);
        List<PartEntries> said = new ArrayList<>();
        Set<Set<String>> states = new HashSet<>();
        Set<String> people = new TreeSet<>();
        states.add(Set.of());
        for (int step = 0; step < 40; step++) {
            String id = "pa_" + random.nextInt(6);
            if (people.contains(id) && random.nextBoolean()) {
                people.remove(id);
                said.add(owner.remove(
                        ParticipantGone.newBuilder().setParticipantId(id).build()));
            } else {
                people.add(id);
                said.add(owner.put(person(id, OWNER, NOW.wallMillis())));
            }
            states.add(Set.copyOf(people));
        }
        for (int round = 0; round < 5_000; round++) {
            say(random.nextBoolean() ? US : AP, said.get(random.nextInt(said.size())));
            room.parts()
                    .forEach(part -> assertThat(states)
                            .contains(part.participants().stream()
                                    .map(Participant::getParticipantId)
                                    .collect(Collectors.toSet())));
        }
        owner.whole().forEach(entries -> say(US, entries));
        said.forEach(entries -> say(AP, entries));

        assertThat(refused).isEmpty();
        assertThat(room.parts())
                .singleElement()
                .satisfies(part -> assertThat(part.participants())
                        .extracting(Participant::getParticipantId)
                        .containsExactlyInAnyOrderElementsOf(people));
    }

    @Test
    void shouldRefuseTenMegabytesOfRoomAndTooManyOfAnything() {
        room.onFrame(US, RoomFrame.newBuilder().setRoom("x".repeat(10_000_000)).build(), NOW);
        assertRefused(MeshRefusal.WRONG_ROOM);
        refused.clear();
        RoomDigest.Builder digest = RoomDigest.newBuilder();
        for (int i = 0; i < 2000; i++) {
            digest.addKnown(PartVersion.newBuilder().setNode("us/" + i));
        }
        room.onFrame(
                US,
                RoomFrame.newBuilder()
                        .setRoom(ROOM.toString())
                        .setDigest(digest)
                        .build(),
                NOW);
        assertRefused(MeshRefusal.TOO_LARGE);
    }

    @Test
    void shouldStandAnyMutilatedFrame() throws Exception {
        OwnedPart owner = part(OWNER, LIFE, ROOM);
        byte[] valid = RoomFrame.newBuilder()
                .setRoom(ROOM.toString())
                .setAtMillis(NOW.wallMillis())
                .addParts(owner.put(person("pa_1", OWNER, NOW.wallMillis())))
                .addTold("ap")
                .setDigest(RoomDigest.newBuilder()
                        .addKnown(PartVersion.newBuilder().setNode("ap/x").setCounter(3)))
                .build()
                .toByteArray();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = valid.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            RoomFrame frame;
            try {
                frame = RoomFrame.parseFrom(bytes);
            } catch (com.google.protobuf.InvalidProtocolBufferException notAFrame) {
                continue;
            }
            room.onFrame(US, frame, NOW);
        }
        assertThat(room.parts().size()).isLessThanOrEqualTo(PartTable.MAX_PARTS);
        assertThat(room.regions().size()).isLessThanOrEqualTo(FrameLimits.MAX_REGIONS);
    }

    private record NamedSigner(NodeId node) implements EntrySigner {
        @Override
        public SignedEntry sign(ByteString entry) {
            return SignedEntry.newBuilder()
                    .setEntry(entry)
                    .setSignature(ByteString.copyFromUtf8(node.toString()))
                    .build();
        }

        @Override
        public ByteString certificate() {
            return ByteString.EMPTY;
        }
    }

    private static final class NamedVerifier implements EntryVerifier {
        @Override
        public Verdict verify(NodeId owner, SignedEntry entry) {
            return entry.getSignature().toStringUtf8().equals(owner.toString()) ? Verdict.VALID : Verdict.INVALID;
        }

        @Override
        public void learn(ByteString certificate) {
            // None is needed.
        }

        @Override
        public Optional<ByteString> certificate(ByteString key) {
            return Optional.empty();
        }
    }

    private static final class SilentPort implements RoomPort {
        @Override
        public void send(RegionId to, RoomFrame frame) {}

        @Override
        public void partChanged(PartUpdate update, PartMedia media) {}

        @Override
        public void partLost(NodeId node, long incarnation) {}

        @Override
        public void partBack(NodeId node, long incarnation) {}

        @Override
        public void partGone(NodeId node, long incarnation) {}

        @Override
        public void factsChanged(RoomFacts facts) {}

        @Override
        public void regionsChanged(Set<RegionId> regions) {}
    }
}
