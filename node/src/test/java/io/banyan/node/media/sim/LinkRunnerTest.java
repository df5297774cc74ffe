package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.link.LinkRunner;
import io.banyan.protocol.dtls.LinkIdentity;
import io.banyan.protocol.id.NodeId;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LinkRunnerTest {
    private static final NodeId NODE = NodeId.parse("eu/a");

    @Test
    void shouldTellOnceThatCertificatesWereExchanged() throws Exception {
        MeshCertificates mesh = new MeshCertificates();
        AtomicReference<LinkIdentity> identity = new AtomicReference<>(mesh.identity(NODE));
        LinkRunner runner = new LinkRunner(identity::get, 4);
        long before = runner.generation();
        assertThat(runner.generation()).isEqualTo(before);

        identity.set(mesh.identity(NODE));
        long after = runner.generation();
        assertThat(after).isNotEqualTo(before);
        assertThat(runner.generation()).isEqualTo(after);
    }
}
