package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.GetRosterPage;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.RosterPage;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What it costs to join a room of a thousand of whom three speak, on one node. */
class LargeRoomJoinTest {
    private static final int PEOPLE = 1_000;
    private static final int SPEAKERS = 3;
    /** From here on the room is large for certain. */
    private static final int LARGE = 250;

    private final List<Integer> rosterBytes = new ArrayList<>();
    private final List<Integer> changeBytes = new ArrayList<>();

    @Test
    void shouldCostAsMuchToJoinAThousandAsAFewHundred(TestReporter figures) {
        TestNode node = TestNode.alone(PEOPLE);
        try {
            TestClient first = new TestClient(node, "large");
            first.joins("speaker0");
            rosterBytes.add(0);
            long largeNanos = 0;
            for (int i = 1; i < PEOPLE; i++) {
                if (i == LARGE) {
                    // Joins of one batch still get the roster from before it. There were three at the beginning, too.
                    hearOut(first);
                    first.seesUntil(roster -> roster.size() == SPEAKERS);
                    changeBytes.clear();
                    largeNanos = System.nanoTime();
                }
                join(new TestClient(node, "large"), i);
                if (i == LARGE) {
                    // Viewers have a part of their own from here on (Gallery): its name and version are in the roster
                    // too.
                    first.seesVersionUntil(version -> version.getPartsCount() == 2);
                }
            }
            largeNanos = System.nanoTime() - largeNanos;
            hearOut(first);

            assertThat(rosterBytes.subList(LARGE, PEOPLE))
                    .allSatisfy(bytes -> assertThat(bytes).isLessThan(3_000));
            // The number of those who are not listed has two bytes, and the part's version one or two.
            assertThat(rosterBytes.getLast() - rosterBytes.get(LARGE + 1)).isBetween(-4, 4);
            assertThat(rosterBytes.getLast() - rosterBytes.get(LARGE)).isBetween(-4, 40);
            assertThat(changeBytes)
                    .isNotEmpty()
                    .allSatisfy(bytes -> assertThat(bytes).isLessThan(100));
            assertThat(changeBytes.size()).isLessThanOrEqualTo(PEOPLE - LARGE);
            assertThat(pages(first)).hasSize(PEOPLE - SPEAKERS);
            figures.publishEntry(Map.of(
                    "roster at the join of 10th, 200th, 250th, 1000th, in bytes",
                    List.of(rosterBytes.get(9), rosterBytes.get(199), rosterBytes.get(LARGE), rosterBytes.getLast())
                            .toString(),
                    "changes told to one while 750 joined: messages, bytes",
                    List.of(
                                    changeBytes.size(),
                                    changeBytes.stream()
                                            .mapToInt(bytes -> bytes)
                                            .sum())
                            .toString(),
                    "a join in a large room, in ms",
                    Double.toString(largeNanos / 1e6 / (PEOPLE - LARGE))));
        } finally {
            node.close();
        }
    }

    private void join(TestClient client, int number) {
        Joined joined = number < SPEAKERS
                ? client.joins("speaker" + number)
                : client.joins(viewer("viewer" + number), TestClient.join(Offers.usual()), "j" + number);
        rosterBytes.add(joined.getRoster().getSerializedSize());
    }

    /** Everything that somebody was told until now. */
    private void hearOut(TestClient client) {
        String id = client.says(ClientMessage.newBuilder()
                .setGetRosterPage(GetRosterPage.newBuilder().setLimit(1)));
        client.next(message -> {
            if (message.hasRosterChanged()) {
                changeBytes.add(message.getSerializedSize());
            }
            return message.getRequestId().equals(id);
        });
    }

    private static Set<String> pages(TestClient client) {
        Set<String> people = new HashSet<>();
        String cursor = "";
        do {
            RosterPage page = client.asks(ClientMessage.newBuilder()
                            .setGetRosterPage(
                                    GetRosterPage.newBuilder().setCursor(cursor).setLimit(200)))
                    .getRosterPage();
            page.getParticipantsList().forEach(one -> people.add(one.getIdentity()));
            cursor = page.getNextCursor();
        } while (!cursor.isEmpty());
        return people;
    }

    private static TokenGrants viewer(String identity) {
        return new TokenGrants(
                new RoomId(new TenantId("t"), "large"),
                new Identity(identity),
                "",
                Map.of(),
                Set.<TrackSource>of(),
                true,
                true,
                false,
                0,
                Set.of(),
                Long.MAX_VALUE);
    }
}
