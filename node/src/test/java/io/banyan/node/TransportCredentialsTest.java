package io.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.TransportId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportCredentialsTest {
    private static final NodeId NODE = NodeId.parse("eu/node-1");
    private static final byte[] MESH_KEY = new byte[32];

    private final TransportCredentials credentials = new TransportCredentials(NODE, List.of(MESH_KEY));

    @Test
    void shouldNameNodeAndLoop() {
        OwnerUfrag.Owner owner = new OwnerUfrag.Codec(MESH_KEY)
                .read(credentials.apply(new TransportId(3, 17)).ufrag());

        assertThat(owner).isNotNull();
        assertThat(owner.isOn(NODE)).isTrue();
        assertThat(owner.loop()).isEqualTo(3);
    }

    @Test
    void shouldMakeOthersForARestartOfTheSameTransport() {
        TransportId transport = new TransportId(3, 17);
        IceCredentials first = credentials.apply(transport);
        IceCredentials second = credentials.apply(transport);

        assertThat(second.ufrag()).isNotEqualTo(first.ufrag());
        assertThat(second.password()).isNotEqualTo(first.password());
    }
}
