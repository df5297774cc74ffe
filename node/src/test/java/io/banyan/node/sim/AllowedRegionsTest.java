package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.Moderate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/rooms.md states of rooms that may be in some regions only, in a mesh of ten. */
class AllowedRegionsTest {
    private static final int REGIONS = 10;
    private static final RoomId ROOM = new RoomId(new TenantId("t"), "call");

    private SimWorld world = world(1);

    private static SimWorld world(long seed) {
        return new SimWorld(new SimSettings(seed, REGIONS, 1, 1, 1, 0, 0, 0, 5, true), new SplittableRandom(seed));
    }

    private static Set<RegionId> regions(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> new RegionId("r" + number))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void seconds(int seconds) {
        world.events().run(world.events().nowNanos() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private String join(int region, String identity, Set<RegionId> allowed) {
        return world.region(region).room(ROOM).join(SimTokens.of(ROOM, identity, 0, allowed));
    }

    private List<String> sees(int region) {
        return world.region(region).room(ROOM).union().visible().stream()
                .map(Participant::getIdentity)
                .sorted()
                .toList();
    }

    private Set<RegionId> directory() {
        return world.living().stream()
                .filter(region -> region.directory().size() > 0)
                .map(SimRegion::id)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldKeepARoomWhereItMayBe(long seed) {
        world = world(seed);
        Set<RegionId> allowed = regions(2, 5);
        join(2, "ann", allowed);
        join(5, "bob", allowed);
        seconds(10);

        assertThat(sees(2)).containsExactly("ann", "bob");
        assertThat(sees(5)).containsExactly("ann", "bob");
        assertThat(directory()).isEqualTo(allowed);
    }

    @Test
    void shouldNotLetSomebodyInWhereTheRoomMayNotBe() {
        assertThat(join(3, "ann", regions(2, 5))).isEmpty();
    }

    @Test
    void shouldDecideWhereItMayBe() {
        Set<RegionId> allowed = regions(2, 5);
        join(2, "ann", allowed);
        join(5, "bob", allowed);
        seconds(10);
        world.region(5)
                .ask(
                        Moderate.newBuilder()
                                .setRequestId("q")
                                .setRoom(ROOM.toString())
                                .setKick(KickIdentity.newBuilder()
                                        .setIdentity("ann")
                                        .setBanMillis(60_000)),
                        AllowedRegions.of(Set.of(allowed)));
        seconds(10);

        assertThat(sees(5)).containsExactly("bob");
        assertThat(join(2, "ann", allowed)).isEmpty();
        assertThat(directory()).isEqualTo(allowed);
        assertThat(world.region(5).room(ROOM).facts().term().getRegion()).isIn("r2", "r5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldBeOneRoomForTokensThatShareARegionWithPeople(long seed) {
        world = world(seed);
        join(0, "ann", regions(0, 1, 2, 3, 4, 5));
        join(9, "bob", regions(4, 5, 6, 7, 8, 9));
        seconds(10);
        join(5, "cem", regions(0, 1, 2, 3, 4, 5));
        join(5, "dan", regions(4, 5, 6, 7, 8, 9));
        seconds(10);

        for (int region : List.of(0, 5, 9)) {
            assertThat(sees(region)).containsExactly("ann", "bob", "cem", "dan");
        }
    }

    @Test
    void shouldBeTwoCallsForTokensThatShareNoRegion() {
        join(0, "ann", regions(0, 1));
        join(9, "bob", regions(8, 9));
        seconds(10);

        assertThat(sees(0)).containsExactly("ann");
        assertThat(sees(9)).containsExactly("bob");
        assertThat(directory()).isEqualTo(regions(0, 1, 8, 9));
    }

    @Test
    void shouldLeaveTheDirectoryWhereItMayNotBeAnyMore() {
        join(0, "ann", Set.of());
        seconds(10);
        Set<RegionId> everywhere = directory();
        SimRegion region = world.region(0);
        region.client().enter(ROOM, AllowedRegions.of(Set.of(regions(0))), RoomFacts.NONE, region.now());
        region.settle();
        seconds(10);

        assertThat(everywhere).hasSize(3);
        assertThat(directory()).isEqualTo(regions(0));
    }
}
