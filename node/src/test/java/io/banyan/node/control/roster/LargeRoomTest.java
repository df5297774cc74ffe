package io.banyan.node.control.roster;

import static io.banyan.node.control.roster.RosterRows.A;
import static io.banyan.node.control.roster.RosterRows.listener;
import static io.banyan.node.control.roster.RosterRows.person;
import static io.banyan.node.control.roster.RosterRows.upsert;
import static io.banyan.node.control.roster.RosterRows.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is told in a room of a thousand of whom three speak. */
class LargeRoomTest {
    private static final int VIEWERS = 997;

    private final RosterUnion union = new RosterUnion();
    private final RosterFeed feed = new RosterFeed(union);
    private long counter = 1;

    @BeforeEach
    void gather() {
        union.apply(whole(A, 1, person("s1", "ann", 1), person("s2", "bea", 2), person("s3", "cem", 3)));
        for (int i = 0; i < VIEWERS; i++) {
            change(listener(viewer(i)));
        }
        feed.collect();
    }

    @Test
    void shouldListTheSpeakersAndCountTheOthers() {
        assertThat(feed.whole().getParticipantsList())
                .extracting(Participant::getParticipantId)
                .containsExactly("s1", "s2", "s3");
        assertThat(feed.whole().getUnlistedCount()).isEqualTo(VIEWERS);
        assertThat(feed.whole().getSerializedSize()).isLessThan(1_000);
        assertThat(feed.isBatched()).isTrue();
    }

    @Test
    void shouldTellOfAnotherViewerByANumber() {
        change(listener("late"));
        RosterChanged changed = feed.collect().orElseThrow();

        assertThat(changed.getUpsertedCount()).isZero();
        assertThat(changed.getUnlistedCount()).isEqualTo(VIEWERS + 1);
        assertThat(changed.getSerializedSize()).isLessThan(40);
    }

    @Test
    void shouldListWhoRaisesAHandAndWhoBecomesASpeaker() {
        RosterVersion before = feed.whole().getVersion();
        change(hand(7, 1_000));
        assertThat(feed.collect().orElseThrow().getUpsertedList())
                .extracting(Participant::getParticipantId)
                .containsExactly(viewer(7));
        assertThat(feed.since(before).orElseThrow().getUpsertedList())
                .extracting(Participant::getParticipantId)
                .containsExactly(viewer(7));

        change(listener(viewer(7)).toBuilder().setCanSpeak(true).build());
        assertThat(feed.collect().orElseThrow().getUpserted(0).getCanSpeak()).isTrue();

        change(listener(viewer(7)));
        RosterChanged again = feed.collect().orElseThrow();
        assertThat(again.getGone(0).getParticipantId()).isEqualTo(viewer(7));
        assertThat(again.getUnlistedCount()).isEqualTo(VIEWERS);
    }

    @Test
    void shouldListTheFirstHundredHandsAndTheNextWhenOneGoesDown() {
        for (int i = 0; i < 150; i++) {
            change(hand(i, 1_000 + i));
        }
        feed.collect();
        assertThat(feed.whole().getParticipantsCount()).isEqualTo(3 + RosterTier.MAX_HANDS);
        RosterVersion before = feed.whole().getVersion();

        change(listener(viewer(0)));
        RosterChanged changed = feed.collect().orElseThrow();
        assertThat(changed.getUpsertedList())
                .extracting(Participant::getParticipantId)
                .containsExactly(viewer(RosterTier.MAX_HANDS));
        assertThat(changed.getGone(0).getParticipantId()).isEqualTo(viewer(0));
        // Whoever missed that gets everything: what was listed before cannot be told from what was not.
        assertThat(feed.since(before)).isEmpty();
        assertThat(feed.page("", 200).getParticipantsList())
                .extracting(Participant::getParticipantId)
                .doesNotContain(viewer(RosterTier.MAX_HANDS))
                .contains(viewer(RosterTier.MAX_HANDS + 1), viewer(0));
    }

    @Test
    void shouldNotCountHandsOfThoseWhoMaySpeak() {
        for (int i = 0; i < RosterTier.MAX_HANDS; i++) {
            change(hand(i, 1_000 + i).toBuilder().setCanSpeak(true).build());
        }
        change(hand(200, 5_000));

        assertThat(feed.collect().orElseThrow().getUpsertedList())
                .extracting(Participant::getParticipantId)
                .contains(viewer(200));
    }

    private void change(Participant participant) {
        union.apply(upsert(A, counter, counter + 1, participant));
        counter++;
    }

    private static Participant hand(int viewer, long raisedAtMillis) {
        return listener(viewer(viewer)).toBuilder()
                .setHandRaisedAtMillis(raisedAtMillis)
                .build();
    }

    private static String viewer(int number) {
        return "v%04d".formatted(number);
    }
}
