package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Presence;
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
}
