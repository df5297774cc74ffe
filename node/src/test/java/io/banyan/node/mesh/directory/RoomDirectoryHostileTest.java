package io.banyan.node.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.PromoteIdentity;
import io.banyan.protocol.wire.v1.RegionList;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever a region says to a directory that it may not is counted and has no effect. */
class RoomDirectoryHostileTest {
    private static final RegionId SELF = new RegionId("eu");
    private static final RegionId US = new RegionId("us");
    private static final List<RegionId> REGIONS = List.of(SELF, US, new RegionId("ap"));
    private static final MeshTime NOW = new MeshTime(1_000_000_000L, 1_800_000_000_000L);
    private static final RoomId ROOM = RoomId.parse("t/call");

    private final Map<MeshRefusal, Integer> refused = new EnumMap<>(MeshRefusal.class);
    private final List<MeshFrame> said = new ArrayList<>();
    private final RoomDirectory directory = new RoomDirectory(
            SELF,
            new Hlc(),
            3_600_000,
            reason -> refused.merge(reason, 1, Integer::sum),
            (to, frame) -> said.add(frame));

    private static RoomRegistration.Builder registration(String room) {
        return RoomRegistration.newBuilder().setRoom(room).setAtMillis(NOW.wallMillis());
    }

    private void register(RoomRegistration.Builder... registrations) {
        DirectoryRegister.Builder all = DirectoryRegister.newBuilder();
        List.of(registrations).forEach(all::addRooms);
        directory.onRegister(US, all.build(), REGIONS, NOW);
    }

    private void moderate(Moderate.Builder request) {
        directory.onModerate(US, request.build(), REGIONS, region -> false, NOW);
    }

    private static Moderate.Builder kick(String identity) {
        return Moderate.newBuilder()
                .setRequestId("q")
                .setRoom(ROOM.toString())
                .setKick(KickIdentity.newBuilder().setIdentity(identity));
    }

    private static Moderate.Builder promotion(String identity) {
        return kick("").setPromote(PromoteIdentity.newBuilder().setIdentity(identity));
    }

    private void assertRefused(MeshRefusal reason) {
        assertThat(refused).containsOnlyKeys(reason);
        assertThat(directory.size()).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldRefuseTenMegabytesOfRoomAndNoRoomAtAll() {
        register(registration("x".repeat(10_000_000)), registration("t/" + "x".repeat(129)), registration("call"));
        moderate(kick("ann").setRoom("t/" + "x".repeat(10_000_000)));
        moderate(kick("ann").setRequestId("x".repeat(10_000_000)));
        moderate(kick("x".repeat(10_000_000)));
        moderate(kick(""));
        assertThat(refused).containsEntry(MeshRefusal.BAD_NAME, 7);
        assertRefused(MeshRefusal.BAD_NAME);
    }

    @Test
    void shouldRefuseTooManyOfAnything() {
        DirectoryRegister.Builder register = DirectoryRegister.newBuilder();
        DirectoryAnswer.Builder answer = DirectoryAnswer.newBuilder();
        Moderate.Builder request = kick("ann");
        for (int i = 0; i < 600; i++) {
            register.addRooms(registration("t/room" + i));
            answer.addRooms(RoomPlaces.newBuilder().setRoom("t/room" + i));
            request.addUnreachable("r" + i);
        }
        directory.onRegister(US, register.build(), REGIONS, NOW);
        directory.onAnswer(US, answer.build(), NOW);
        moderate(request);
        assertThat(refused).containsEntry(MeshRefusal.TOO_LARGE, 3);
        assertRefused(MeshRefusal.TOO_LARGE);
    }

    @Test
    void shouldRefuseAClockThatIsAhead() {
        register(registration(ROOM.toString()).setAtMillis(NOW.wallMillis() + 120_000));
        assertRefused(MeshRefusal.CLOCK_AHEAD);
    }

    @Test
    void shouldRefuseARoomThatMayNotBeHere() {
        RegionList elsewhere =
                RegionList.newBuilder().addRegions("us").addRegions("ap").build();
        register(registration(ROOM.toString()).addAllowed(elsewhere));
        moderate(kick("ann").addAllAllowed(elsewhere.getRegionsList()));
        assertThat(refused).containsEntry(MeshRefusal.ROOM_NOT_ALLOWED_HERE, 2);
        assertRefused(MeshRefusal.ROOM_NOT_ALLOWED_HERE);
    }

    @Test
    void shouldRefuseRegionsThatAreNone() {
        register(
                registration(ROOM.toString()).addAllowed(RegionList.newBuilder().addRegions("e u")));
        RoomRegistration.Builder many = registration(ROOM.toString());
        for (int list = 0; list <= AllowedRegions.MAX_LISTS; list++) {
            many.addAllowed(RegionList.newBuilder().addRegions("eu").addRegions("r" + list));
        }
        register(many);
        moderate(kick("ann").addAllowed("x".repeat(10_000_000)));
        assertThat(refused).containsEntry(MeshRefusal.BAD_NAME, 3);
        assertRefused(MeshRefusal.BAD_NAME);
    }

    @Test
    void shouldRefuseToPromoteNobody() {
        moderate(promotion(""));
        moderate(promotion("x".repeat(10_000_000)));
        assertThat(refused).containsEntry(MeshRefusal.BAD_NAME, 2);
        assertRefused(MeshRefusal.BAD_NAME);
    }

    @Test
    void shouldDecideOnlyWhatItIsAskedAsTheAuthority() {
        RegionId first = AllowedRegions.ANYWHERE.authorities(ROOM, REGIONS).getFirst();
        RoomDirectory last = new RoomDirectory(
                AllowedRegions.ANYWHERE.authorities(ROOM, REGIONS).getLast(),
                new Hlc(),
                3_600_000,
                reason -> refused.merge(reason, 1, Integer::sum),
                (to, frame) -> said.add(frame));
        last.onModerate(US, kick("ann").build(), REGIONS, region -> true, NOW);

        assertThat(refused).containsOnlyKeys(MeshRefusal.NOT_AUTHORITY);
        assertThat(last.size()).isZero();
        assertThat(said.getFirst().getModerated().getDone()).isFalse();
        assertThat(said.getFirst().getModerated().getAuthority()).isEqualTo(first.value());
    }

    @Test
    void shouldDecideNothingTwiceWhenARequestIsReplayed() {
        for (int time = 0; time < 3; time++) {
            moderate(kick("ann"));
        }
        assertThat(said.stream()
                        .filter(MeshFrame::hasModerated)
                        .map(frame -> frame.getModerated().getFacts())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldTakeNoOlderRegistrationForALaterOne() {
        register(registration(ROOM.toString()));
        register(registration(ROOM.toString()).setAtMillis(NOW.wallMillis() - 1).setLeaving(true));
        assertThat(directory.size()).isEqualTo(1);
        register(registration(ROOM.toString()).setLeaving(true));
        assertThat(directory.size()).isZero();
    }

    @Test
    void shouldStandAnythingMutilated() {
        SplittableRandom random = new SplittableRandom(4);
        byte[] register = DirectoryRegister.newBuilder()
                .addRooms(registration(ROOM.toString())
                        .addAllowed(RegionList.newBuilder().addRegions("eu").addRegions("us")))
                .build()
                .toByteArray();
        byte[] request =
                kick("ann").addUnreachable("ap").addAllowed("eu").build().toByteArray();
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = (round % 2 == 0 ? register : request).clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                if (round % 2 == 0) {
                    directory.onRegister(US, DirectoryRegister.parseFrom(bytes), REGIONS, NOW);
                } else {
                    directory.onModerate(US, Moderate.parseFrom(bytes), REGIONS, region -> true, NOW);
                }
            } catch (InvalidProtocolBufferException notAMessage) {
                continue;
            }
            said.clear();
        }
        directory.collect(NOW);
        assertThat(directory.size()).isLessThanOrEqualTo(RoomDirectory.MAX_ROOMS);
    }
}
