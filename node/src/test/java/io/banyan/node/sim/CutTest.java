package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.Moderate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/rooms.md states of cuts between three regions, with every heartbeat. */
class CutTest {
    private static final int EU = 0;
    private static final int US = 1;
    private static final int AP = 2;
    private static final RoomId ROOM = new RoomId(new TenantId("t"), "call");

    private SimWorld world = world(1);
    private int limit;

    private static SimWorld world(long seed) {
        return new SimWorld(new SimSettings(seed, 3, 1, 1, 1, 0, 0, 0, 5, true), new SplittableRandom(seed));
    }

    private void seconds(int seconds) {
        world.events().run(world.events().nowNanos() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private void cut(int one, int other, int change) {
        world.cut(one, other, change);
        world.cut(other, one, change);
        world.onWaysChanged();
    }

    private String join(int region, String identity) {
        return world.region(region).room(ROOM).join(SimTokens.of(ROOM, identity, limit, Set.of()));
    }

    private Set<String> sees(int region) {
        return world.region(region).room(ROOM).union().visible().stream()
                .filter(participant -> participant.getPresence() == Presence.PRESENCE_PRESENT)
                .map(Participant::getIdentity)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private List<SessionId> sessions() {
        return List.of(EU, US, AP).stream()
                .map(region -> world.region(region).room(ROOM).facts().session())
                .filter(claim -> claim != null)
                .map(claim -> claim.session())
                .distinct()
                .toList();
    }

    private void ask(int region, Moderate.Builder request) {
        world.region(region)
                .ask(request.setRequestId("q" + world.nextId()).setRoom(ROOM.toString()), AllowedRegions.ANYWHERE);
    }

    private void everybodyIn() {
        join(EU, "emma");
        join(US, "umar");
        join(AP, "anna");
        seconds(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBeOneRoomAfterACut(long seed) {
        world = world(seed);
        everybodyIn();
        cut(EU, US, 1);
        cut(EU, AP, 1);
        seconds(5);
        assertThat(sees(EU)).containsExactly("emma");
        assertThat(sees(US)).containsExactlyInAnyOrder("umar", "anna");
        seconds(40);
        join(EU, "eva");
        join(US, "uma");
        seconds(20);
        assertThat(sees(EU)).containsExactlyInAnyOrder("emma", "eva");
        assertThat(sees(AP)).containsExactlyInAnyOrder("umar", "uma", "anna");

        cut(EU, US, -1);
        cut(EU, AP, -1);
        seconds(10);

        for (int region : List.of(EU, US, AP)) {
            assertThat(sees(region)).containsExactlyInAnyOrder("emma", "eva", "umar", "uma", "anna");
        }
        assertThat(sessions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAgreeOnASessionThatBeganTwice(long seed) {
        world = world(seed);
        cut(EU, US, 1);
        cut(EU, AP, 1);
        seconds(5);
        join(EU, "emma");
        join(US, "umar");
        join(AP, "anna");
        seconds(10);
        assertThat(sessions()).hasSize(2);

        cut(EU, US, -1);
        cut(EU, AP, -1);
        seconds(10);

        assertThat(sessions()).hasSize(1);
        assertThat(sees(EU)).containsExactlyInAnyOrder("emma", "umar", "anna");
    }

    @Test
    void shouldStayWholeThroughAThirdRegion() {
        everybodyIn();
        cut(EU, US, 1);
        for (int second = 0; second < 20; second++) {
            seconds(1);
            assertThat(sees(EU)).containsExactlyInAnyOrder("emma", "umar", "anna");
            assertThat(sees(US)).containsExactlyInAnyOrder("emma", "umar", "anna");
        }
        join(EU, "eva");
        seconds(5);
        assertThat(sees(US)).contains("eva");
    }

    @Test
    void shouldKeepTheLaterJoinOfAnIdentity() {
        everybodyIn();
        cut(EU, US, 1);
        cut(EU, AP, 1);
        seconds(5);
        String first = join(EU, "sam");
        seconds(5);
        String later = join(US, "sam");
        seconds(5);
        cut(EU, US, -1);
        cut(EU, AP, -1);
        seconds(10);

        assertThat(first).isNotEqualTo(later);
        for (int region : List.of(EU, US, AP)) {
            assertThat(world.region(region).room(ROOM).union().visible())
                    .filteredOn(participant -> participant.getIdentity().equals("sam"))
                    .extracting(Participant::getParticipantId)
                    .containsExactly(later);
        }
        assertThat(world.region(EU).room(ROOM).locals())
                .extracting(Participant::getIdentity)
                .containsExactly("emma");
    }

    @Test
    void shouldPutOutAfterTheCutWhoWasKickedInIt() {
        everybodyIn();
        cut(EU, US, 1);
        cut(EU, AP, 1);
        seconds(5);
        ask(US, Moderate.newBuilder().setKick(KickIdentity.newBuilder().setIdentity("emma")));
        seconds(5);
        assertThat(sees(EU)).containsExactly("emma");
        cut(EU, US, -1);
        cut(EU, AP, -1);
        seconds(10);

        assertThat(sees(AP)).containsExactlyInAnyOrder("umar", "anna");
        assertThat(world.region(EU).room(ROOM).locals()).isEmpty();
    }

    @Test
    void shouldEndForEverybodyWhoWasInBefore() {
        everybodyIn();
        SessionId before = sessions().getFirst();
        cut(EU, US, 1);
        cut(EU, AP, 1);
        seconds(5);
        ask(US, Moderate.newBuilder().setEnd(true));
        seconds(5);
        join(EU, "late");
        seconds(5);
        cut(EU, US, -1);
        cut(EU, AP, -1);
        seconds(10);

        assertThat(sees(EU)).containsExactly("late");
        assertThat(sessions()).hasSize(1).doesNotContain(before);
        assertThat(world.region(US).room(ROOM).locals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldKeepEverybodyWhenBothSidesFilledTheRoomUp(long seed) {
        world = world(seed);
        limit = 4;
        everybodyIn();
        assertThat(join(EU, "fourth")).isNotEmpty();
        assertThat(join(EU, "fifth")).isEmpty();
        seconds(2);
        assertThat(join(US, "fifth")).as("four are seen here as well").isEmpty();
        cut(EU, US, 1);
        cut(EU, AP, 1);
        seconds(5);
        assertThat(join(US, "fifth")).as("who is reconnecting is in").isEmpty();
        seconds(40);
        assertThat(join(US, "uma")).isNotEmpty();
        assertThat(join(US, "ute")).isNotEmpty();
        assertThat(join(US, "fifth")).isEmpty();
        assertThat(join(EU, "eva")).isNotEmpty();
        assertThat(join(EU, "ela")).isNotEmpty();
        assertThat(join(EU, "fifth")).isEmpty();

        cut(EU, US, -1);
        cut(EU, AP, -1);
        seconds(10);

        for (int region : List.of(EU, US, AP)) {
            assertThat(sees(region))
                    .containsExactlyInAnyOrder("emma", "fourth", "eva", "ela", "umar", "uma", "ute", "anna");
            assertThat(join(region, "fifth")).isEmpty();
        }
        leave(US, "umar", "uma", "ute");
        leave(EU, "emma");
        seconds(2);
        assertThat(join(AP, "fifth"))
                .as("four are left, which are as many as it takes")
                .isEmpty();
        leave(EU, "eva");
        seconds(2);
        assertThat(join(AP, "fifth")).isNotEmpty();
    }

    private void leave(int region, String... identities) {
        SimRoom room = world.region(region).room(ROOM);
        for (String identity : identities) {
            room.locals().stream()
                    .filter(local -> local.getIdentity().equals(identity))
                    .map(Participant::getParticipantId)
                    .toList()
                    .forEach(id -> room.leave(id, EndReason.END_REASON_LEFT));
        }
    }

    @Test
    void shouldShowADeadNodesPeopleAsReconnectingAndThenNoMore() {
        everybodyIn();
        world.crash(AP);
        seconds(5);
        assertThat(sees(EU)).containsExactlyInAnyOrder("emma", "umar");
        assertThat(world.region(EU).room(ROOM).union().visible()).hasSize(3);
        seconds(30);
        assertThat(world.region(EU).room(ROOM).union().visible()).hasSize(2);
    }
}
