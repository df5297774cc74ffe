package io.banyan.node.mesh.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.PromoteIdentity;
import io.banyan.protocol.wire.v1.Promotion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever regions decide by themselves merges into the same, in whatever order they hear of each other. */
class RoomFactsTest {
    private static final int REGIONS = 6;
    private static final long TOKEN_MILLIS = 3_600_000;

    private final List<RoomFacts> facts = new ArrayList<>();
    private final List<SessionClaim> claims = new ArrayList<>();
    private final Map<String, String> authorities = new HashMap<>();

    private void decideApart(Random random) {
        for (int region = 0; region < REGIONS; region++) {
            RegionId self = new RegionId("r" + region);
            RoomFacts here = RoomFacts.NONE;
            long atMillis = 1_000_000;
            SessionClaim claim = null;
            for (int step = random.nextInt(6); step >= 0; step--) {
                atMillis += 1 + random.nextInt(50);
                if (here.session() == null) {
                    claim = new SessionClaim(new SessionId("se_" + region + "_" + step), atMillis);
                    here = here.withSession(claim);
                }
                atMillis += 1 + random.nextInt(50);
                here = RoomAuthority.decide(here, decision(random), self, atMillis, TOKEN_MILLIS);
                String term = here.term().getRound() + "/" + here.term().getRegion();
                assertThat(authorities.merge(term, self.value(), (one, other) -> one.equals(other) ? one : "two"))
                        .isNotEqualTo("two");
            }
            if (here.session() == null || claim == null) {
                claim = new SessionClaim(new SessionId("se_" + region), atMillis + 1);
                here = here.withSession(claim);
            }
            claims.add(claim);
            facts.add(here);
        }
    }

    private static Moderate decision(Random random) {
        Moderate.Builder decision = Moderate.newBuilder();
        switch (random.nextInt(6)) {
            case 0 -> decision.setEnd(true);
            case 1 -> decision.setLock(random.nextBoolean());
            case 2, 3 ->
                decision.setPromote(PromoteIdentity.newBuilder()
                        .setIdentity("p" + random.nextInt(3))
                        .addAllPublishValue(random.nextBoolean() ? List.of() : List.of(1 + random.nextInt(4))));
            default ->
                decision.setKick(KickIdentity.newBuilder()
                        .setIdentity("p" + random.nextInt(3))
                        .setBanMillis(random.nextInt(2) * 60_000L));
        }
        return decision.build();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldMergeIntoTheSameInAnyOrder(long seed) {
        Random random = new Random(seed);
        decideApart(random);
        for (RoomFacts one : facts) {
            assertThat(one.merge(one)).isEqualTo(one);
            for (RoomFacts other : facts) {
                assertThat(one.merge(other)).isEqualTo(other.merge(one));
                assertThat(one.merge(other).merge(other)).isEqualTo(one.merge(other));
            }
        }
        RoomFacts all = facts.stream().reduce(RoomFacts.NONE, RoomFacts::merge);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(facts, random);
            RoomFacts again = facts.stream().reduce(RoomFacts.NONE, RoomFacts::merge);
            assertThat(again.kicks()).isEqualTo(all.kicks());
            assertThat(again.promotions()).isEqualTo(all.promotions());
            assertThat(again.end()).isEqualTo(all.end());
            assertThat(again.lock()).isEqualTo(all.lock());
            assertThat(again.term()).isEqualTo(all.term());
        }
    }

    /** Who is left in a room that turns out to be over begins again: that is part of how regions agree. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldAgreeOnOneSession(long seed) {
        Random random = new Random(seed);
        decideApart(random);
        for (int talk = 0; talk < 400; talk++) {
            int one = random.nextInt(REGIONS);
            int other = random.nextInt(REGIONS);
            RoomFacts merged = facts.get(other).merge(facts.get(one));
            if (merged.session() == null) {
                claims.set(other, new SessionClaim(new SessionId("se_again" + other + "_" + talk), 2_000_000 + talk));
            }
            facts.set(other, merged.withSession(claims.get(other)));
        }
        assertThat(facts).allMatch(facts.getFirst()::equals);
        SessionClaim agreed = facts.getFirst().session();
        assertThat(agreed).isNotNull();
        assertThat(facts.getFirst().end() == null
                        || agreed.startedAtMillis() > facts.getFirst().end().getAtMillis())
                .isTrue();
    }

    @Test
    void shouldForgetPromotionsWithTheSession() {
        RoomFacts promoted = decided(RoomFacts.NONE, 100, promotion(TrackSource.TRACK_SOURCE_MICROPHONE));
        RoomFacts ended = decided(promoted, 200, Moderate.newBuilder().setEnd(true));
        RoomFacts again = decided(ended, 300, promotion());

        assertThat(promoted.promotionOf("ann"))
                .extracting(Promotion::getPublishList)
                .isEqualTo(List.of(TrackSource.TRACK_SOURCE_MICROPHONE));
        assertThat(promoted.promotionOf("bob")).isNull();
        assertThat(ended.promotionOf("ann")).isNull();
        assertThat(again.promotionOf("ann"))
                .extracting(Promotion::getPublishList)
                .isEqualTo(List.of());
        assertThat(promoted.isForgettable()).isFalse();
        assertThat(promoted.at(new MeshTime(0, 100 + TOKEN_MILLIS)).isForgettable())
                .isTrue();
    }

    @Test
    void shouldTellPromotionsWholeAndRefuseTooMany() {
        RoomFacts promoted = decided(RoomFacts.NONE, 100, promotion(TrackSource.TRACK_SOURCE_CAMERA));
        io.banyan.protocol.wire.v1.RoomFacts proto = FactsWire.toProto(promoted);
        io.banyan.protocol.wire.v1.RoomFacts.Builder many = proto.toBuilder();
        for (int i = 0; i < RoomFacts.MAX_PROMOTIONS; i++) {
            many.addPromotions(proto.getPromotions(0).toBuilder().setIdentity("p" + i));
        }
        io.banyan.protocol.wire.v1.RoomFacts.Builder everything = proto.toBuilder();
        for (int i = 0; i <= RoomFacts.MAX_SOURCES; i++) {
            everything.getPromotionsBuilder(0).addPublishValue(i);
        }
        List<MeshRefusal> refused = new ArrayList<>();
        MeshTime now = new MeshTime(0, 200);

        assertThat(FactsWire.of(proto, now, refused::add)).isEqualTo(promoted);
        assertThat(FactsWire.sumOf(proto)).isEqualTo(promoted.sum());
        assertThat(FactsWire.of(many.build(), now, refused::add)).isEqualTo(RoomFacts.NONE);
        assertThat(FactsWire.of(everything.build(), now, refused::add)).isEqualTo(RoomFacts.NONE);
        assertThat(refused).containsExactly(MeshRefusal.TOO_LARGE, MeshRefusal.TOO_LARGE);
    }

    private static RoomFacts decided(RoomFacts known, long atMillis, Moderate.Builder decision) {
        return RoomAuthority.decide(known, decision.build(), new RegionId("eu"), atMillis, TOKEN_MILLIS);
    }

    private static Moderate.Builder promotion(TrackSource... publish) {
        return Moderate.newBuilder()
                .setPromote(PromoteIdentity.newBuilder().setIdentity("ann").addAllPublish(List.of(publish)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotLetAClaimOfBeforeTheEndHideTheOneAfterIt(boolean isFirst) {
        RoomFacts old = RoomFacts.NONE.withSession(new SessionClaim(new SessionId("se_old"), 100));
        RoomFacts ended = RoomAuthority.decide(
                        old, Moderate.newBuilder().setEnd(true).build(), new RegionId("eu"), 200, TOKEN_MILLIS)
                .withSession(new SessionClaim(new SessionId("se_new"), 300));

        RoomFacts merged = isFirst ? old.merge(ended) : ended.merge(old);

        assertThat(merged.session()).isEqualTo(new SessionClaim(new SessionId("se_new"), 300));
    }
}
