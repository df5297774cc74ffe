package io.banyan.node;

import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.TransportId;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;

/**
 * Makes ICE credentials whose ufrag names this node and the transport's loop. Each time others: an ICE restart is told by
 * its new ufrag (RFC 8445 §9). Any thread may call.
 */
final class TransportCredentials implements Function<TransportId, IceCredentials> {
    private final NodeId node;
    private final List<byte[]> meshKeys;
    private final SecureRandom random = new SecureRandom();

    TransportCredentials(NodeId node, List<byte[]> meshKeys) {
        this.node = node;
        this.meshKeys = meshKeys;
    }

    @Override
    public IceCredentials apply(TransportId transport) {
        // A codec is one thread's; making one costs a key setup, far less than what follows in a join.
        OwnerUfrag.Codec codec = new OwnerUfrag.Codec(meshKeys);
        return IceCredentials.withRandomPassword(codec.make(node, transport.loop(), random.nextLong()));
    }
}
