package io.banyan.node.control.roster;

import static io.banyan.node.control.roster.RosterRows.A;
import static io.banyan.node.control.roster.RosterRows.B;
import static io.banyan.node.control.roster.RosterRows.gone;
import static io.banyan.node.control.roster.RosterRows.person;
import static io.banyan.node.control.roster.RosterRows.upsert;
import static io.banyan.node.control.roster.RosterRows.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RosterUnionTest {
    private final RosterUnion union = new RosterUnion();

    @Test
    void shouldBeTheUnionOfItsParts() {
        union.apply(whole(A, 1, person("p1", "ann", 1)));
        union.apply(whole(B, 7, person("p2", "bob", 2)));
        assertThat(visibleIds()).containsExactly("p1", "p2");
        assertThat(union.stamps()).containsExactly(new PartStamp(A, 1, 1), new PartStamp(B, 1, 7));
    }

    @Test
    void shouldApplyChangesInOrderOnly() {
        assertThat(union.apply(upsert(A, 3, 4, person("p1", "ann", 1)))).isEqualTo(Merge.GAP);
        assertThat(union.apply(whole(A, 4, person("p1", "ann", 1)))).isEqualTo(Merge.APPLIED);
        assertThat(union.apply(upsert(A, 4, 9, person("p2", "bob", 1)))).isEqualTo(Merge.APPLIED);
        assertThat(union.apply(upsert(A, 4, 9, person("p2", "bob", 1)))).isEqualTo(Merge.KNOWN);
        assertThat(union.apply(gone(A, 11, 12, "p1"))).isEqualTo(Merge.GAP);
        assertThat(visibleIds()).containsExactly("p1", "p2");
    }

    @Test
    void shouldDropWhoIsMissingWhenThePartIsSentWhole() {
        union.apply(whole(A, 1, person("p1", "ann", 1), person("p2", "bob", 1)));
        union.apply(whole(A, 5, person("p2", "bob", 1)));
        assertThat(visibleIds()).containsExactly("p2");
    }

    @Test
    void shouldReplaceAPartByThatOfALaterLifeOfItsNode() {
        union.apply(whole(A, 100, person("p1", "ann", 1)));
        PartUpdate reborn = new PartUpdate(A, 2, 0, 1, List.of(person("p9", "ann", 9)), List.of());
        assertThat(union.apply(new PartUpdate(A, 2, 1, 2, List.of(), List.of())))
                .isEqualTo(Merge.GAP);
        assertThat(union.apply(reborn)).isEqualTo(Merge.APPLIED);
        assertThat(union.apply(whole(A, 200, person("p1", "ann", 1)))).isEqualTo(Merge.KNOWN);
        assertThat(visibleIds()).containsExactly("p9");
        assertThat(union.forget(A, 1)).isFalse();
        assertThat(union.forget(A, 2)).isTrue();
    }

    @Test
    void shouldShowOnlyTheLaterJoinOfAnIdentity() {
        union.apply(whole(A, 1, person("p1", "ann", 10), person("p2", "bob", 5)));
        union.apply(whole(B, 1, person("p3", "ann", 11)));
        assertThat(visibleIds()).containsExactlyInAnyOrder("p2", "p3");
        assertThat(union.replaced()).extracting(Participant::getParticipantId).containsExactly("p1");
        union.apply(gone(B, 1, 2, "p3"));
        assertThat(visibleIds()).containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void shouldShowTheOnesOfAnUnreachablePartAsReconnecting() {
        union.apply(whole(A, 1, person("p1", "ann", 1)));
        assertThat(union.setReachable(A, false)).isTrue();
        assertThat(union.setReachable(A, false)).isFalse();
        assertThat(union.visible())
                .extracting(Participant::getPresence)
                .containsExactly(Presence.PRESENCE_RECONNECTING);
        union.setReachable(A, true);
        assertThat(union.visible()).extracting(Participant::getPresence).containsExactly(Presence.PRESENCE_PRESENT);
    }

    @Test
    void shouldEndUpTheSameInWhateverOrderItIsTold() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<PartUpdate> said = new ArrayList<>();
            RosterUnion owner = new RosterUnion();
            owner.apply(whole(A, 1));
            said.add(owner.whole(A).orElseThrow());
            for (int change = 2; change < 12; change++) {
                String id = "p" + random.nextInt(4);
                PartUpdate update = random.nextBoolean()
                        ? upsert(A, change - 1, change, person(id, id, change))
                        : gone(A, change - 1, change, id);
                owner.apply(update);
                said.add(update);
                said.add(owner.whole(A).orElseThrow());
            }
            RosterUnion hearer = new RosterUnion();
            for (int i = 0; i < 100; i++) {
                hearer.apply(said.get(random.nextInt(said.size())));
            }
            hearer.apply(said.getLast());
            assertThat(List.copyOf(hearer.visible())).containsExactlyInAnyOrderElementsOf(List.copyOf(owner.visible()));
        }
    }

    private List<String> visibleIds() {
        return union.visible().stream().map(Participant::getParticipantId).toList();
    }
}
