package io.banyan.node.mesh.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import org.junit.jupiter.api.Test;

class PeerTest {
    private static final NodeId OLD = NodeId.parse("eu/a");
    private static final NodeId NEW = NodeId.parse("eu/b");

    private final Peer peer = new Peer(new RegionId("us"), 0);

    @Test
    void shouldAskSoonAfterSomethingNewHoweverLongSomethingOldIsNotTaken() {
        peer.onTold(new PartStamp(OLD, 1, 1), 0);
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now = peer.dueNanos();
            peer.onAsked(now);
            peer.onAnswered();
        }
        assertThat(peer.dueNanos() - now).isEqualTo(Peer.MAX_RETRY_NANOS);

        peer.onTold(new PartStamp(NEW, 1, 1), now + 1);
        assertThat(peer.dueNanos()).isEqualTo(now + 1 + Peer.RETRY_NANOS);
        peer.onHas(new PartStamp(NEW, 1, 1));
        assertThat(peer.isSettled()).isFalse();
        peer.onHas(new PartStamp(OLD, 1, 1));
        assertThat(peer.dueNanos()).isEqualTo(MeshTime.NEVER);
    }

    @Test
    void shouldNotPutOffWhatIsDueSooner() {
        peer.askAt(5);
        peer.onTold(new PartStamp(NEW, 1, 1), 3);
        assertThat(peer.dueNanos()).isEqualTo(5);
    }
}
