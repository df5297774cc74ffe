package io.banyan.node.control.roster;

import static io.banyan.node.control.roster.RosterRows.A;
import static io.banyan.node.control.roster.RosterRows.B;
import static io.banyan.node.control.roster.RosterRows.gone;
import static io.banyan.node.control.roster.RosterRows.listener;
import static io.banyan.node.control.roster.RosterRows.person;
import static io.banyan.node.control.roster.RosterRows.upsert;
import static io.banyan.node.control.roster.RosterRows.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RosterDiffTest {
    private final RosterUnion union = new RosterUnion();
    private final RosterTier tier = new RosterTier();

    @Test
    void shouldTellNothingWhenNothingChanged() {
        union.apply(whole(A, 1, person("p1", "ann", 1)));
        RosterView view = view();
        union.apply(upsert(A, 1, 2, person("p1", "ann", 1)));
        assertThat(RosterDiff.between(view, view(), union)).isEmpty();
    }

    @Test
    void shouldTellWhoCameAndWhoWentAndWhy() {
        union.apply(whole(A, 1, person("p1", "ann", 1)));
        union.apply(whole(B, 1, person("p2", "bob", 1)));
        RosterView before = view();
        union.apply(gone(A, 1, 2, "p1"));
        union.apply(upsert(B, 1, 2, person("p3", "bob", 2)));
        RosterChanged changed = RosterDiff.between(before, view(), union).orElseThrow();
        assertThat(changed.getUpsertedList())
                .extracting(Participant::getParticipantId)
                .containsExactly("p3");
        assertThat(reasons(changed))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("p1", EndReason.END_REASON_LEFT, "p2", EndReason.END_REASON_REPLACED));
        union.forget(B, 1);
        assertThat(reasons(RosterDiff.between(before, view(), union).orElseThrow()))
                .containsEntry("p2", EndReason.END_REASON_RECONNECT_TIMEOUT);
    }

    @Test
    void shouldGiveWhoComesBackTheDifference() {
        union.apply(whole(A, 5, person("p1", "ann", 1), person("p2", "bob", 1)));
        RosterVersion seen = view().toProto().getVersion();
        union.apply(gone(A, 5, 8, "p1"));
        union.apply(upsert(A, 8, 9, person("p3", "cem", 2)));
        RosterChanged missed = since(seen).orElseThrow();
        assertThat(missed.getUpsertedList())
                .extracting(Participant::getParticipantId)
                .containsExactly("p3");
        assertThat(reasons(missed)).containsOnlyKeys("p1");
        assertThat(missed.getVersion()).isEqualTo(view().toProto().getVersion());
        assertThat(since(missed.getVersion()).orElseThrow().getGoneCount()).isZero();
    }

    @Test
    void shouldNotPretendToKnowWhatItHasForgotten() {
        union.apply(whole(A, 5, person("p1", "ann", 1)));
        RosterVersion seen = view().toProto().getVersion();
        assertThat(since(RosterVersion.getDefaultInstance())).isEmpty();
        assertThat(since(version(A, 1, 4))).isEmpty();
        assertThat(since(version(A, 2, 5))).isEmpty();
        assertThat(since(version(A, 1, 6))).isEmpty();
        assertThat(since(seen)).isPresent();
        union.setReachable(A, false);
        assertThat(since(seen)).isEmpty();
        union.setReachable(A, true);
        union.apply(whole(B, 1));
        assertThat(since(seen)).isEmpty();
    }

    @Test
    void shouldForgetDeparturesBeyondItsBound() {
        union.apply(whole(A, 1));
        RosterVersion seen = view().toProto().getVersion();
        for (int i = 0; i <= RosterPart.MAX_DEPARTURES; i++) {
            union.apply(upsert(A, 1 + 2 * i, 2 + 2 * i, person("p" + i, "p" + i, 1)));
            union.apply(gone(A, 2 + 2 * i, 3 + 2 * i, "p" + i));
        }
        assertThat(since(seen)).isEmpty();
    }

    @Test
    void shouldOnlyCountListenersOfALargeRoom() {
        union.apply(whole(A, 1, person("p1", "ann", 1)));
        for (int i = 0; i < RosterTier.LARGE_ABOVE - 1; i++) {
            union.apply(upsert(A, i + 1, i + 2, listener("l" + i)));
        }
        RosterView small = view();
        assertThat(small.listed()).hasSize(200);
        union.apply(upsert(A, 200, 201, listener("l200")));
        RosterView large = view();
        assertThat(large.listed()).containsOnlyKeys("p1");
        assertThat(large.unlisted()).hasSize(200);
        RosterChanged changed = RosterDiff.between(small, large, union).orElseThrow();
        assertThat(changed.getGoneList())
                .hasSize(199)
                .allSatisfy(gone -> assertThat(gone.getReason()).isEqualTo(EndReason.END_REASON_UNSPECIFIED));
        assertThat(changed.getUnlistedCount()).isEqualTo(200);
        assertThat(RosterDiff.since(small.versionProto(), large, union, large)).isEmpty();
        assertThat(RosterDiff.since(large.versionProto(), large, union, large)).isPresent();
    }

    @Test
    void shouldPageThroughTheUnlisted() {
        union.apply(whole(A, 1, person("p1", "ann", 1)));
        for (int i = 0; i < 250; i++) {
            union.apply(upsert(A, i + 1, i + 2, listener("l" + (1000 + i))));
        }
        tier.onSize(union.size());
        var first = RosterPages.page(union, tier, "", 1_000_000);
        assertThat(first.getParticipantsList()).hasSize(200);
        var second = RosterPages.page(union, tier, first.getNextCursor(), 200);
        assertThat(second.getParticipantsList()).hasSize(50);
        assertThat(second.getNextCursor()).isEmpty();
        assertThat(second.getParticipants(0).getParticipantId()).isEqualTo("l1200");
    }

    @Test
    void shouldLeadEveryClientToTheSameRosterWhateverItMissed() {
        Random random = new Random(11);
        long counter = 1;
        union.apply(whole(A, counter));
        union.apply(whole(B, 1, person("b", "b", 1)));
        Map<String, Participant> client = new LinkedHashMap<>();
        RosterVersion seen = view().toProto().getVersion();
        client.put("b", union.participant("b").orElseThrow());
        for (int round = 0; round < 2_000; round++) {
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                String id = "p" + random.nextInt(8);
                union.apply(
                        random.nextInt(3) > 0
                                ? upsert(A, counter, counter + 1, person(id, id, counter))
                                : gone(A, counter, counter + 1, id));
                counter++;
            }
            Optional<RosterChanged> missed = since(seen);
            assertThat(missed).isPresent();
            missed.get().getGoneList().forEach(one -> client.remove(one.getParticipantId()));
            missed.get().getUpsertedList().forEach(one -> client.put(one.getParticipantId(), one));
            seen = missed.get().getVersion();
            assertThat(client).isEqualTo(view().listed());
        }
    }

    private RosterView view() {
        tier.onSize(union.size());
        return RosterView.of(union, tier);
    }

    private Optional<RosterChanged> since(RosterVersion seen) {
        return RosterDiff.since(seen, view(), union, RosterView.EMPTY);
    }

    private static RosterVersion version(NodeId node, long incarnation, long counter) {
        return RosterVersion.newBuilder()
                .addParts(new PartStamp(node, incarnation, counter).toProto())
                .build();
    }

    private static Map<String, EndReason> reasons(RosterChanged changed) {
        Map<String, EndReason> reasons = new LinkedHashMap<>();
        for (ParticipantGone gone : changed.getGoneList()) {
            reasons.put(gone.getParticipantId(), gone.getReason());
        }
        return reasons;
    }
}
