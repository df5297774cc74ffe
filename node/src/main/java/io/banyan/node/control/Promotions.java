package io.banyan.node.control;

import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.wire.v1.Promotion;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What identities may publish by a room's decision rather than by their tokens. Pure functions. */
final class Promotions {
    private Promotions() {}

    /** What somebody who joins may do. */
    static TokenGrants granted(RoomFacts facts, TokenGrants byToken) {
        return publishedBy(facts, byToken.identity().value())
                .map(byToken::withPublish)
                .orElse(byToken);
    }

    /** Whoever was promoted, or is not any more, hears of it once. */
    static void tell(RoomFacts facts, Collection<LocalParticipants.Local> people) {
        for (LocalParticipants.Local local : people) {
            Optional<Set<TrackSource>> publish =
                    publishedBy(facts, local.identity().value());
            if (local.promoteOnce(publish)) {
                local.actor().tell(new ParticipantActor.Promoted(publish));
            }
        }
    }

    private static Optional<Set<TrackSource>> publishedBy(RoomFacts facts, String identity) {
        Promotion promotion = facts.promotionOf(identity);
        return promotion == null
                ? Optional.empty()
                : Optional.of(Set.copyOf(ModerationWire.known(promotion.getPublishList())));
    }
}
