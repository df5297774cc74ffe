package io.banyan.node.media.sim;

import io.banyan.node.media.link.LinkHandshakes;
import io.banyan.node.media.link.LinkInbox;
import io.banyan.node.media.link.LinkResult;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkKeys;
import io.banyan.protocol.link.LinkRole;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Handshakes of one round trip without any secret: what they cost and prove is tested elsewhere. */
final class SimHandshakes implements LinkHandshakes {
    private final NodeId node;
    private final SplittableRandom random;
    private long generation;

    SimHandshakes(NodeId node, SplittableRandom random) {
        this.node = node;
        this.random = random;
    }

    /** The node's certificates are exchanged. */
    void exchange() {
        generation++;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Handshake start(LinkRole role, @Nullable NodeId expectedPeer, int linkId, LinkInbox inbox) {
        byte[] secret = new byte[LinkKeys.SECRET_BYTES];
        random.nextBytes(secret);
        if (role == LinkRole.INITIATOR) {
            inbox.offer(new LinkResult.Outgoing(linkId, message(secret)));
        }
        return new Handshake() {
            @Override
            public boolean offer(byte[] records) {
                byte[] theirs = Arrays.copyOf(records, secret.length);
                NodeId peer = NodeId.parse(
                        new String(records, secret.length, records.length - secret.length, StandardCharsets.UTF_8));
                if (expectedPeer != null && !expectedPeer.equals(peer)) {
                    return inbox.offer(new LinkResult.Failed(linkId, "another node"));
                }
                if (role == LinkRole.RESPONDER) {
                    inbox.offer(new LinkResult.Outgoing(linkId, message(secret)));
                }
                LinkKeys keys =
                        role == LinkRole.INITIATOR ? new LinkKeys(1, secret, theirs) : new LinkKeys(1, theirs, secret);
                return inbox.offer(new LinkResult.Connected(linkId, peer, keys));
            }

            @Override
            public void close() {}
        };
    }

    private byte[] message(byte[] secret) {
        byte[] name = node.toString().getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(secret, secret.length + name.length);
        System.arraycopy(name, 0, message, secret.length, name.length);
        return message;
    }
}
