package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.authority.RoomAuthority;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.Term;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the simulation checks would be noticed if it did not hold: here it does not, since nothing was healed. */
class InvariantsTest {
    private static final RoomId ROOM = new RoomId(new TenantId("t"), "call");

    private final SimWorld world =
            new SimWorld(new SimSettings(1, 3, 1, 1, 1, 0, 0, 0, 0, true), new SplittableRandom(1));
    private final Invariants invariants = world.invariants();

    private void seconds(int seconds) {
        world.events().run(world.events().nowNanos() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private void join(int region, String identity) {
        String id = world.region(region).room(ROOM).join(SimTokens.of(ROOM, identity, 0, Set.of()));
        assertThat(id).isNotEmpty();
    }

    private void cutOff(int region) {
        for (int other = 0; other < 3; other++) {
            if (other != region) {
                world.cut(region, other, 1);
                world.cut(other, region, 1);
            }
        }
        world.onWaysChanged();
    }

    private List<String> broken(boolean settled) {
        invariants.check(settled);
        return invariants.broken();
    }

    @Test
    void shouldFindNothingWhereAllIsWell() {
        join(0, "ann");
        join(1, "bob");
        seconds(10);
        invariants.remember();
        assertThat(broken(true)).isEmpty();
    }

    @Test
    void shouldNoticeASplitRoomAndTwoSessions() {
        cutOff(0);
        seconds(4);
        join(0, "ann");
        join(1, "bob");
        seconds(4);
        assertThat(broken(false)).anyMatch(what -> what.contains("does not see"));
        assertThat(invariants.broken()).anyMatch(what -> what.contains("has the sessions"));
    }

    @Test
    void shouldNoticeAnIdentityThatIsInTwice() {
        cutOff(0);
        seconds(4);
        join(0, "ann");
        join(1, "ann");
        seconds(4);
        assertThat(broken(false)).anyMatch(what -> what.contains("the identity ann is in twice"));
    }

    @Test
    void shouldNoticeAGhost() {
        join(0, "ann");
        join(1, "bob");
        seconds(10);
        world.crash(0);
        seconds(10);
        assertThat(broken(false)).as("reconnecting is no ghost yet").isEmpty();
        assertThat(broken(true)).anyMatch(what -> what.contains("sees ghosts"));
    }

    @Test
    void shouldNoticeWhoIsInAndWasThrownOut() {
        join(0, "ann");
        join(1, "bob");
        seconds(10);
        cutOff(0);
        seconds(4);
        world.region(1)
                .ask(
                        Moderate.newBuilder()
                                .setRequestId("q")
                                .setRoom(ROOM.toString())
                                .setKick(KickIdentity.newBuilder().setIdentity("ann")),
                        AllowedRegions.ANYWHERE);
        seconds(4);
        invariants.remember();
        assertThat(broken(true)).anyMatch(what -> what.contains("ann is in, who was thrown out"));
    }

    /** One region does not know of the other's people, who fill the room. */
    @Test
    void shouldNoticeALimitThatIsNotKeptEverywhere() {
        invariants.limit(ROOM, 2);
        join(0, "ann");
        cutOff(1);
        seconds(4);
        join(1, "bob");
        seconds(4);
        assertThat(broken(true)).anyMatch(what -> what.contains("takes a stranger, with 2 people of 2"));
    }

    @Test
    void shouldNoticeTwoAuthoritiesInOneTerm() {
        Moderated answer = Moderated.newBuilder()
                .setRoom(ROOM.toString())
                .setAuthority("r0")
                .build();
        RoomFacts facts = RoomAuthority.decide(
                RoomFacts.NONE,
                Moderate.newBuilder().setEnd(true).build(),
                world.region(0).id(),
                1_000,
                1_000);
        assertThat(facts.term())
                .isEqualTo(Term.newBuilder().setRound(1).setRegion("r0").build());
        invariants.onDecided(answer, facts);
        invariants.onDecided(answer, facts);
        assertThat(invariants.broken()).isEmpty();
        invariants.onDecided(answer.toBuilder().setAuthority("r1").build(), facts);
        assertThat(invariants.broken()).anyMatch(what -> what.contains("two authorities in one term"));
    }
}
