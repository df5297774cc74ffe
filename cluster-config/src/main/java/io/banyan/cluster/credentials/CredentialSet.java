package io.banyan.cluster.credentials;

import io.banyan.protocol.id.NodeId;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * One generation of a node's credentials: who it is, what proves it, and whom it believes. Immutable, any thread.
 */
public final class CredentialSet {
    /** Both ends are ours: there is no reason to speak an older one. */
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final NodeId node;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final Authorities authorities;
    private final SSLContext context;

    CredentialSet(
            NodeId node, List<X509Certificate> chain, PrivateKey key, Authorities authorities, SSLContext context) {
        this.node = node;
        this.chain = List.copyOf(chain);
        this.key = key;
        this.authorities = authorities;
        this.context = context;
    }

    /** Whom the certificate names. */
    public NodeId node() {
        return node;
    }

    /** ECDSA on P-256. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The certificate and, if there are any, the intermediate ones after it. */
    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey key() {
        return key;
    }

    /** Of the CAs that are believed, of every generation. */
    public List<X509Certificate> authorities() {
        return authorities.certificates();
    }

    /** An engine for one TLS 1.3 connection in which each end shows a certificate that the mesh's CA signed. */
    public SSLEngine engine(boolean asClient) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(asClient);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS.clone());
        parameters.setNeedClientAuth(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Whom a certificate proves its owner to be, that did not come by TLS of ours.
     *
     * @param presented the certificate, intermediate ones after it
     * @return empty: no CA that is believed signed it, it is not valid now, or it names no node
     */
    public Optional<NodeId> nameOf(List<X509Certificate> presented, Instant now) {
        return authorities.signed(presented, now) ? MeshName.of(presented.getFirst()) : Optional.empty();
    }

    /** ECDSA with SHA-256 over {@code content} by this node's key, in DER. */
    public byte[] sign(byte[] content) {
        try {
            return Signatures.sign(key, content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this key has signed when it was read", e);
        }
    }

    /** Whether {@code signature} over {@code content} is by the owner of {@code signer}, which is believed already. */
    public static boolean isSigned(X509Certificate signer, byte[] content, byte[] signature) {
        return Signatures.isSigned(signer.getPublicKey(), content, signature);
    }

    @Override
    public String toString() {
        return "CredentialSet[" + node + ", until "
                + certificate().getNotAfter().toInstant() + "]";
    }
}
