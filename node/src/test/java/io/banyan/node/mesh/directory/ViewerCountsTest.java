package io.banyan.node.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a directory says of viewers who are only counted. */
class ViewerCountsTest {
    private static final RegionId EU = new RegionId("eu");
    private static final RegionId US = new RegionId("us");
    private static final RegionId AP = new RegionId("ap");
    private static final long ANN = 7;
    private static final long BOB = 8;
    private static final long WALL_MILLIS = 1_800_000_000_000L;

    private record Said(RegionId to, RoomPlaces places) {}

    private final Map<MeshRefusal, Integer> refused = new EnumMap<>(MeshRefusal.class);
    private final List<Said> said = new ArrayList<>();
    private long seconds;
    private final RoomDirectory directory = new RoomDirectory(
            EU,
            new Hlc(),
            3_600_000,
            reason -> refused.merge(reason, 1, Integer::sum),
            (to, frame) -> said.add(new Said(to, frame.getDirectoryAnswer().getRooms(0))));

    private MeshTime now() {
        return new MeshTime(seconds * 1_000_000_000L, WALL_MILLIS + 1_000 * seconds);
    }

    private static CountedViewer viewer(long identity, long joined) {
        return CountedViewer.newBuilder()
                .setIdentity(identity)
                .setJoinedAtMillis(joined)
                .build();
    }

    private void register(RegionId from, int counted, boolean countsOnly, CountedViewer... came) {
        directory.onRegister(
                from,
                DirectoryRegister.newBuilder()
                        .addRooms(RoomRegistration.newBuilder()
                                .setRoom("t/call")
                                .setAtMillis(now().wallMillis())
                                .setCounted(counted)
                                .addAllCame(List.of(came))
                                .setCountsOnly(countsOnly))
                        .build(),
                List.of(EU, US, AP),
                now());
    }

    private List<RoomPlaces> takeSaidTo(RegionId region) {
        List<RoomPlaces> places = said.stream()
                .filter(each -> each.to().equals(region))
                .map(Said::places)
                .toList();
        said.clear();
        return places;
    }

    @Test
    void shouldSayWhoseViewerJoinedElsewhereLater() {
        register(US, 1, false, viewer(ANN, 100));
        said.clear();
        register(AP, 2, true, viewer(ANN, 200), viewer(BOB, 210));

        assertThat(takeSaidTo(US))
                .filteredOn(places -> places.getReplacedCount() > 0)
                .singleElement()
                .satisfies(places -> {
                    assertThat(places.getReplacedList()).containsExactly(viewer(ANN, 200));
                    assertThat(places.getCountsOnly()).isTrue();
                });
    }

    @Test
    void shouldSayToWhoeverComesLateThatAnotherCameLater() {
        register(AP, 1, false, viewer(ANN, 200));
        said.clear();
        register(US, 1, true, viewer(ANN, 100));

        assertThat(takeSaidTo(US).getFirst().getReplacedList()).containsExactly(viewer(ANN, 200));
    }

    @Test
    void shouldSayTheNumberToEverybodyOnceInAWhile() {
        register(US, 10, false);
        register(AP, 5, false);
        seconds++;
        register(US, 12, true);
        said.clear();
        directory.collect(now());
        assertThat(said).isEmpty();

        seconds += 5;
        directory.collect(now());
        assertThat(said).extracting(Said::to).containsExactlyInAnyOrder(US, AP);
        assertThat(said).allSatisfy(each -> {
            assertThat(each.places().getCounted()).isEqualTo(17);
            assertThat(each.places().getRegionsCount()).isZero();
        });
        said.clear();
        seconds += 60;
        directory.collect(now());
        assertThat(said).isEmpty();
    }

    @Test
    void shouldForgetWhoLeft() {
        register(US, 10, false, viewer(ANN, 100));
        directory.onRegister(
                US,
                DirectoryRegister.newBuilder()
                        .addRooms(RoomRegistration.newBuilder()
                                .setRoom("t/call")
                                .setAtMillis(now().wallMillis() + 1)
                                .setLeaving(true))
                        .build(),
                List.of(EU, US, AP),
                now());
        register(AP, 1, false, viewer(ANN, 50));

        assertThat(takeSaidTo(AP).getLast())
                .satisfies(places -> assertThat(places.getCounted()).isEqualTo(1))
                .satisfies(places -> assertThat(places.getReplacedList()).isEmpty());
    }

    @Test
    void shouldRefuseAbsurdNumbers() {
        register(US, 100_001, false);
        register(US, -1, false);
        assertThat(refused).containsOnlyKeys(MeshRefusal.ABSURD_NUMBER);
        CountedViewer[] many = new CountedViewer[1_025];
        for (int i = 0; i < many.length; i++) {
            many[i] = viewer(i, 1);
        }
        register(US, 3, false, many);
        assertThat(refused).containsOnlyKeys(MeshRefusal.ABSURD_NUMBER, MeshRefusal.TOO_LARGE);
        assertThat(takeSaidTo(US))
                .allSatisfy(places -> assertThat(places.getCounted()).isZero());
    }
}
