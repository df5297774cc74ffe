package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Small ones of what {@code ./banyan sim room} and {@code ./banyan sim idle} measure. */
class ScaleTest {
    @Test
    void shouldReachEveryCityWithinTwoSeconds() {
        TreeArrival arrival = TreeArrival.run(1, 60, 3, 0);

        assertThat(arrival.completeMillis()).isBetween(0.0, 2_000.0);
        assertThat(arrival.framesPerNode()).isBetween(1.0, 20.0);
    }

    @Test
    void shouldReachEveryCityWhateverIsLost() {
        TreeArrival arrival = TreeArrival.run(1, 60, 3, 100);

        // What is lost twice is said again after 2 and 4 s.
        assertThat(arrival.completeMillis()).isBetween(0.0, 15_000.0);
    }

    @Test
    void shouldTakeAsMuchForAJoinHoweverManyAreThere() {
        LargeRoom room = LargeRoom.run(1, 5, 1_000);

        assertThat(room.completeMillis()).isBetween(0.0, 10_000.0);
        assertThat(room.stages()).extracting(LargeRoom.Stage::people).containsExactly(10, 100, 1_000);
        LargeRoom.Stage tens = room.stages().get(1);
        LargeRoom.Stage hundreds = room.stages().get(2);
        assertThat(hundreds.frames()).isLessThan(1.2 * tens.frames());
        assertThat(hundreds.bytes()).isLessThan(1.2 * tens.bytes());
    }

    @Test
    void shouldTakeAsMuchForAViewersJoinHoweverManyRegionsThereAre() {
        LargeRoom room = LargeRoom.run(1, 40, 1_000);

        assertThat(room.completeMillis()).isBetween(0.0, 20_000.0);
        // Three places hear of it and answer; what they tell everybody now and then is shared by all who came.
        assertThat(room.viewerFrames()).isBetween(1.0, 12.0);
    }

    @Test
    void shouldEndTheEarlierOfTwoViewersOfOneIdentityWhoAreOnlyCounted() {
        SimWorld world = new SimWorld(new SimSettings(1, 3, 1, 1, 250, 0, 0, 0, 0, false), new SplittableRandom(1));
        RoomId room = new RoomId(new TenantId("t"), "large");
        for (int i = 0; i < 250; i++) {
            join(world, room, i % 3, "p" + i);
        }
        world.events().run(world.events().nowNanos() + 20_000_000_000L);
        join(world, room, 0, "twice");
        world.events().run(world.events().nowNanos() + 1_000_000_000L);
        join(world, room, 1, "twice");
        assertThat(world.region(2).room(room).union().visible())
                .noneMatch(one -> one.getIdentity().equals("twice"));
        world.events().run(world.events().nowNanos() + 20_000_000_000L);

        assertThat(world.region(0).room(room).locals())
                .noneMatch(one -> one.getIdentity().equals("twice"));
        assertThat(world.region(1).room(room).locals())
                .anyMatch(one -> one.getIdentity().equals("twice"));
        assertThat(world.living())
                .allSatisfy(
                        region -> assertThat(region.room(room).union().size()).isEqualTo(251));
    }

    private static void join(SimWorld world, RoomId room, int region, String identity) {
        assertThat(world.region(region).room(room).join(SimTokens.of(room, identity, 0, Set.of())))
                .isNotEmpty();
        world.events().run(world.events().nowNanos() + 100_000_000L);
    }

    @Test
    void shouldLetPeopleInAsSoonBesideIdleRooms() {
        IdleRooms idle = IdleRooms.run(1, 1_000);

        assertThat(idle.after().medianMillis()).isLessThan(idle.before().medianMillis() + 3);
        assertThat(idle.framesPerRoomMinute()).isLessThan(2);
    }
}
