package io.banyan.cluster.credentials;

import io.banyan.protocol.dtls.Pem;
import io.banyan.protocol.id.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes credentials of the texts of their files; every complaint names the file. */
final class CredentialReader {
    private static final int P256_BITS = 256;
    private static final byte[] PROBE = "banyan".getBytes(StandardCharsets.US_ASCII);

    private final CredentialFiles files;

    CredentialReader(CredentialFiles files) {
        this.files = files;
    }

    CredentialSet read(String certificateText, String keyText, String authorityText) throws CredentialException {
        List<X509Certificate> chain = certificates(files.certificate().toString(), certificateText);
        X509Certificate certificate = chain.getFirst();
        NodeId node = MeshName.of(certificate)
                .orElseThrow(() -> new CredentialException("the certificate in " + files.certificate()
                        + " names no node: it needs one URI " + MeshName.PREFIX
                        + "<region>/<node> as alternative name (banyan ca issue makes such)"));
        PublicKey publicKey = certificate.getPublicKey();
        if (!(publicKey instanceof ECPublicKey ec)
                || ec.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new CredentialException(
                    "the certificate in " + files.certificate() + " is not of a P-256 key: make one that is");
        }
        PrivateKey key = key(keyText);
        checkPair(key, publicKey);
        Authorities authorities = authorities(authorityText);
        return new CredentialSet(node, chain, key, authorities, context(chain, key, authorities));
    }

    private Authorities authorities(String text) throws CredentialException {
        List<X509Certificate> certificates = certificates(files.authorities().toString(), text);
        for (X509Certificate certificate : certificates) {
            if (certificate.getBasicConstraints() < 0) {
                throw new CredentialException(files.authorities() + " has a certificate that is not a CA's ("
                        + certificate.getSubjectX500Principal() + "): put only those there");
            }
        }
        return new Authorities(certificates);
    }

    private PrivateKey key(String text) throws CredentialException {
        List<byte[]> blocks = Pem.decode(Pem.PRIVATE_KEY, text);
        if (blocks.size() != 1) {
            throw new CredentialException(
                    "the key in " + files.key() + " is not one unencrypted PKCS#8 key (-----BEGIN " + Pem.PRIVATE_KEY
                            + "-----): convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
        } catch (GeneralSecurityException e) {
            throw new CredentialException("the key in " + files.key() + " is no EC key: make one on P-256", e);
        }
    }

    private void checkPair(PrivateKey key, PublicKey publicKey) throws CredentialException {
        boolean fits;
        try {
            fits = Signatures.isSigned(publicKey, PROBE, Signatures.sign(key, PROBE));
        } catch (GeneralSecurityException e) {
            fits = false;
        }
        if (!fits) {
            throw new CredentialException("the key in " + files.key() + " is not that of the certificate in "
                    + files.certificate() + ": put both there that belong together");
        }
    }

    private static List<X509Certificate> certificates(String file, String text) throws CredentialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : Pem.decode(Pem.CERTIFICATE, text)) {
            try {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (GeneralSecurityException e) {
                throw new CredentialException(file + " has a certificate that cannot be read: replace it", e);
            }
        }
        if (certificates.isEmpty()) {
            throw new CredentialException(
                    file + " has no certificate (-----BEGIN " + Pem.CERTIFICATE + "-----): put one there");
        }
        return certificates;
    }

    private static SSLContext context(List<X509Certificate> chain, PrivateKey key, Authorities authorities)
            throws CredentialException {
        try {
            // A store needs a password; this one leaves the process never.
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("node", key, none, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), authorities.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new CredentialException("these credentials are of no use for TLS: " + e.getMessage(), e);
        }
    }
}
