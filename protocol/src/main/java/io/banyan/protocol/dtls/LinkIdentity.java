package io.banyan.protocol.dtls;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Who a node is on its links and whom it believes: one generation of its certificate, key and the mesh's CAs. Immutable,
 * any thread.
 */
public final class LinkIdentity {
    private final List<X509Certificate> chain;
    private final List<X509Certificate> authorities;
    private final AsymmetricKeyParameter key;

    /**
     * @param chain the node's certificate, intermediate ones after it
     * @param key the certificate's, ECDSA on P-256
     * @param authorities whose certificates are believed, of every generation
     * @throws IllegalArgumentException if the key is of another kind, or there is no certificate
     */
    public LinkIdentity(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
        if (chain.isEmpty() || !(key instanceof ECKey)) {
            throw new IllegalArgumentException("a link needs a certificate with an EC key");
        }
        this.chain = List.copyOf(chain);
        this.authorities = List.copyOf(authorities);
        try {
            this.key = PrivateKeyFactory.createKey(key.getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("the key cannot be read", e);
        }
    }

    List<X509Certificate> authorities() {
        return authorities;
    }

    BcDefaultTlsCredentialedSigner credentials(TlsContext context) {
        if (!(context.getCrypto() instanceof BcTlsCrypto crypto)) {
            throw new IllegalStateException("a key of BouncyCastle's takes its own cryptography");
        }
        try {
            List<TlsCertificate> certificates = new ArrayList<>();
            for (X509Certificate certificate : chain) {
                certificates.add(crypto.createCertificate(certificate.getEncoded()));
            }
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    crypto,
                    key,
                    new Certificate(certificates.toArray(TlsCertificate[]::new)),
                    SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        } catch (IOException | CertificateEncodingException bug) {
            throw new IllegalStateException("a certificate that was read is well-formed", bug);
        }
    }
}
