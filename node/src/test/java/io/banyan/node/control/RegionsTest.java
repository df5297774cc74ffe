package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.GetRosterPage;
import io.banyan.protocol.signal.v1.Moderate;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.RaiseHand;
import io.banyan.protocol.signal.v1.RosterPage;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Three regions of a node each in one JVM, whole control planes with their own clusters, over streams in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegionsTest {
    private static final RegionId EU = new RegionId("eu");
    private static final RegionId US = new RegionId("us");
    private static final RegionId AP = new RegionId("ap");

    private final MemoryMesh mesh = new MemoryMesh(Set.of(EU, US, AP));
    private final Map<RegionId, TestNode> nodes = new LinkedHashMap<>();

    @BeforeAll
    void start() {
        for (RegionId region : List.of(EU, US, AP)) {
            nodes.put(region, TestNode.ofRegion(region, mesh));
        }
    }

    @AfterAll
    void stop() {
        nodes.values().forEach(TestNode::close);
    }

    private TestClient at(RegionId region, String room) {
        return new TestClient(Objects.requireNonNull(nodes.get(region)), room);
    }

    private static TokenGrants grants(TestClient client, String identity, Set<TrackSource> publish, boolean admin) {
        return new TokenGrants(
                new RoomId(new TenantId("t"), client.room),
                new Identity(identity),
                "",
                Map.of(),
                publish,
                true,
                true,
                admin,
                0,
                Set.of(),
                Long.MAX_VALUE);
    }

    private static TokenGrants grants(TestClient client, String identity, int limit, RegionId... allowed) {
        TokenGrants usual = client.grants(identity);
        return new TokenGrants(
                new RoomId(new TenantId("t"), client.room),
                new Identity(identity),
                "",
                Map.of(),
                usual.publish(),
                true,
                true,
                false,
                limit,
                Set.of(allowed),
                Long.MAX_VALUE);
    }

    private TestClient joins(RegionId region, String room, String identity, int limit, RegionId... allowed) {
        TestClient client = at(region, room);
        client.joins(grants(client, identity, limit, allowed), TestClient.usualJoin(), identity);
        return client;
    }

    private ErrorCode refusalOf(RegionId region, String room, String identity, int limit, RegionId... allowed) {
        TestClient client = at(region, room);
        client.ask(grants(client, identity, limit, allowed), TestClient.usualJoin(), identity);
        return client.nextError().getCode();
    }

    @Test
    void shouldBeOneRoomWhereItsTokensAllow() {
        TestClient ann = joins(EU, "policy", "ann", 0, EU, US);
        TestClient bob = joins(US, "policy", "bob", 0, EU, US);
        ann.seesUntil("bob", one -> one.getRegion().equals("us"));
        bob.seesUntil("ann", one -> one.getRegion().equals("eu"));

        assertThat(refusalOf(AP, "policy", "cem", 0, EU, US)).isEqualTo(ErrorCode.ERROR_CODE_REGION_NOT_ALLOWED);
    }

    @Test
    void shouldHoldARoomsLimitOverRegionsAndPutNobodyOutAfterACut() {
        TestClient ann = joins(EU, "full", "ann", 2);
        TestClient bob = joins(US, "full", "bob", 2);
        ann.seesUntil("bob", one -> true);
        bob.seesUntil("ann", one -> true);
        assertThat(refusalOf(US, "full", "cem", 2)).isEqualTo(ErrorCode.ERROR_CODE_ROOM_FULL);

        mesh.cutOff(EU, true);
        ann.seesUntil("bob", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);
        bob.seesUntil("ann", one -> one.getPresence() == Presence.PRESENCE_RECONNECTING);
        assertThat(refusalOf(EU, "full", "eva", 2)).isEqualTo(ErrorCode.ERROR_CODE_ROOM_FULL);
        ann.seesUntil(roster -> ann.sees("bob") == null);
        bob.seesUntil(roster -> bob.sees("ann") == null);
        joins(EU, "full", "eva", 2);
        joins(US, "full", "uma", 2);

        mesh.cutOff(EU, false);
        for (TestClient one : List.of(ann, bob)) {
            one.seesUntil("eva", seen -> seen.getPresence() == Presence.PRESENCE_PRESENT);
            one.seesUntil("uma", seen -> seen.getPresence() == Presence.PRESENCE_PRESENT);
            assertThat(one.roster).hasSize(4);
        }
        assertThat(refusalOf(EU, "full", "cem", 2)).isEqualTo(ErrorCode.ERROR_CODE_ROOM_FULL);
        assertThat(refusalOf(US, "full", "cem", 2)).isEqualTo(ErrorCode.ERROR_CODE_ROOM_FULL);
    }

    @Test
    void shouldMakeAViewerOfAnotherRegionASpeaker() {
        TestClient chair = at(EU, "stage");
        chair.joins(grants(chair, "chair", Set.of(), true), TestClient.join(Offers.usual()), "chair");
        TestClient viewer = at(US, "stage");
        viewer.joins(grants(viewer, "viewer", Set.of(), false), TestClient.join(Offers.usual()), "viewer");
        viewer.asks(
                ClientMessage.newBuilder().setRaiseHand(RaiseHand.newBuilder().setRaised(true)));
        chair.seesUntil("viewer", one -> one.getHandRaisedAtMillis() > 0 && !one.getCanSpeak());

        ServerMessage decided = chair.asks(ClientMessage.newBuilder()
                .setModerate(Moderate.newBuilder()
                        .setPromote(Moderate.Promote.newBuilder()
                                .setIdentity("viewer")
                                .addPublish(TrackSource.TRACK_SOURCE_MICROPHONE))));
        assertThat(decided.hasModerated()).isTrue();
        assertThat(viewer.next(ServerMessage::hasGrantsChanged)
                        .getGrantsChanged()
                        .getGrants()
                        .getPublishList())
                .containsExactly(TrackSource.TRACK_SOURCE_MICROPHONE);
        chair.seesUntil("viewer", one -> one.getHandRaisedAtMillis() == 0 && one.getCanSpeak());

        TestClient again = at(AP, "stage");
        assertThat(again.joins(grants(again, "viewer", Set.of(), false), TestClient.join(Offers.usual()), "again")
                        .getGrants()
                        .getPublishList())
                .isSubsetOf(TrackSource.TRACK_SOURCE_MICROPHONE);
        chair.seesUntil("viewer", one -> one.getRegion().equals("ap") && one.getCanSpeak());
    }

    @Test
    void shouldOnlyCountViewersOfOtherRegionsOnceARoomIsLarge() {
        TestClient ann = joins(EU, "hall", "ann", 0);
        TestClient seated = views(US, "hall", "viewer-0");
        for (int i = 1; i < 200; i++) {
            views(US, "hall", "viewer-" + i);
        }
        ann.next(message -> message.getRosterChanged().getUnlistedCount() == 200);
        seated.next(message -> message.getRosterChanged().getUnlistedCount() == 200);
        // Whoever comes from here on is known in us by name only.
        TestClient first = views(US, "hall", "twice");
        views(US, "hall", "late");
        ann.next(message -> message.getRosterChanged().getUnlistedCount() == 202);
        assertThat(page(ann)).contains("viewer-199").doesNotContain("late", "twice");
        assertThat(page(first)).contains("late");

        views(EU, "hall", "twice");
        assertThat(first.next(ServerMessage::hasEnded).getEnded().getReason()).isEqualTo(EndReason.END_REASON_REPLACED);
        assertThat(page(ann)).contains("twice");

        first = views(US, "hall", "hand");
        first.asks(
                ClientMessage.newBuilder().setRaiseHand(RaiseHand.newBuilder().setRaised(true)));
        ann.seesUntil("hand", one -> one.getHandRaisedAtMillis() > 0);
    }

    private TestClient views(RegionId region, String room, String identity) {
        TestClient client = at(region, room);
        client.joins(grants(client, identity, Set.of(), false), TestClient.join(Offers.usual()), identity);
        return client;
    }

    private static Set<String> page(TestClient client) {
        Set<String> names = new HashSet<>();
        String cursor = "";
        do {
            RosterPage page = client.asks(ClientMessage.newBuilder()
                            .setGetRosterPage(
                                    GetRosterPage.newBuilder().setLimit(200).setCursor(cursor)))
                    .getRosterPage();
            page.getParticipantsList().forEach(one -> names.add(one.getIdentity()));
            cursor = page.getNextCursor();
        } while (!cursor.isEmpty());
        return names;
    }

    @Test
    void shouldSayWhereMediaIsOnceMoreWhenSomebodyComesRightAfterTheLastLeft() {
        TestClient ann = joins(EU, "relay", "ann", 0);
        TestClient bob = joins(US, "relay", "bob", 0);
        bob.seesUntil("ann", one -> one.getTracksCount() > 0);

        bob.isGone(true);
        ann.seesUntil(roster -> ann.sees("bob") == null);
        TestClient uma = joins(US, "relay", "uma", 0);
        String track = uma.seesUntil("uma", one -> one.getTracksCount() > 0)
                .getTracks(0)
                .getTrackId();

        TestNode eu = Objects.requireNonNull(nodes.get(EU));
        eu.kit.createTestProbe().awaitAssert(TestNode.PATIENCE, () -> {
            assertThat(eu.media.all(MediaCommand.PutRemoteTrack.class)).anySatisfy(put -> {
                assertThat(put.track().spec().track().value()).isEqualTo(track);
                assertThat(put.parents().parent().node().region()).isEqualTo(US);
            });
            return null;
        });
    }
}
