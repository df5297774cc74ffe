package io.banyan.node.mesh.stream;

import io.banyan.cluster.credentials.MeshName;
import io.banyan.node.plane.StreamRefusal;
import io.banyan.protocol.id.NodeId;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Whom the other end of one stream has proved to be. Checked at the end of the TLS handshake, before a byte of it is read.
 * The stream's threads and its owner's use it.
 */
final class PeerProof {
    private final Function<NodeId, Optional<StreamRefusal>> policy;
    private volatile @Nullable NodeId node;

    /**
     * @param policy why a node is not wanted at the other end of this stream; any thread calls it
     */
    PeerProof(Function<NodeId, Optional<StreamRefusal>> policy) {
        this.policy = policy;
    }

    /** The certificate itself was checked before by TLS. */
    void check(SSLSession session) {
        NodeId named = named(session);
        policy.apply(named).ifPresent(why -> {
            throw new StreamRefusedException(why);
        });
        node = named;
    }

    /** Null: not proved yet. */
    @Nullable
    NodeId node() {
        return node;
    }

    private static NodeId named(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            if (chain[0] instanceof X509Certificate certificate) {
                return MeshName.of(certificate).orElseThrow(() -> new StreamRefusedException(StreamRefusal.WRONG_NAME));
            }
        } catch (SSLPeerUnverifiedException none) {
            // As if it was of an unknown CA.
        }
        throw new StreamRefusedException(StreamRefusal.UNTRUSTED);
    }
}
