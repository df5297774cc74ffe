package io.banyan.node.control;

import com.typesafe.config.Config;
import io.banyan.cluster.credentials.CredentialException;
import io.banyan.cluster.credentials.CredentialFiles;
import io.banyan.cluster.credentials.MeshCredentials;
import io.banyan.cluster.credentials.MeshName;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * TLS between the nodes of one region: the mesh's credentials, newest for each connection. A peer is let in whose
 * certificate names a node of this region; another region's nodes are no members of this cluster. Made by Pekko, by name.
 */
public final class MeshEngineProvider implements SSLEngineProvider {
    private final RegionId region;
    private final MeshCredentials credentials;

    /**
     * @throws CredentialException which Pekko tells when the actor system does not start
     */
    public MeshEngineProvider(ActorSystem system) throws CredentialException {
        Config banyan = system.settings().config().getConfig("banyan");
        region = new RegionId(banyan.getString("node.region"));
        credentials = MeshCredentials.open(
                CredentialFiles.read(banyan.getConfig("mesh.tls")),
                LoggerFactory.getLogger(MeshEngineProvider.class)::warn);
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        return credentials.current().engine(false);
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        return credentials.current().engine(true);
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return verify(session);
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return verify(session);
    }

    private Option<Throwable> verify(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            Optional<NodeId> peer =
                    chain[0] instanceof X509Certificate certificate ? MeshName.of(certificate) : Optional.empty();
            if (peer.filter(node -> node.region().equals(region)).isPresent()) {
                return Option.empty();
            }
            return Option.apply(new SSLPeerUnverifiedException(
                    "a certificate of " + peer.map(NodeId::toString).orElse("no node") + " in region " + region));
        } catch (SSLPeerUnverifiedException e) {
            return Option.apply(e);
        }
    }
}
