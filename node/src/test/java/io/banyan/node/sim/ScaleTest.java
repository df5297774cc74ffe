package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

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
    void shouldLetPeopleInAsSoonBesideIdleRooms() {
        IdleRooms idle = IdleRooms.run(1, 1_000);

        assertThat(idle.after().medianMillis()).isLessThan(idle.before().medianMillis() + 3);
        assertThat(idle.framesPerRoomMinute()).isLessThan(2);
    }
}
