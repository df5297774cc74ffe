package io.banyan.protocol.dtls;

import io.banyan.protocol.id.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A CA of a mesh: makes the certificate by which a node is known, ECDSA on P-256, named by the URI
 * {@code banyan://mesh/region/node}. Any thread.
 */
public final class MeshAuthority {
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SecureRandom random;

    /**
     * A node's certificate and its key, as PEM.
     */
    public record Issued(String certificatePem, String keyPem) {
        /** Never shows the key. */
        @Override
        public String toString() {
            return "Issued";
        }
    }

    private MeshAuthority(X509Certificate certificate, PrivateKey key, SecureRandom random) {
        this.certificate = certificate;
        this.key = key;
        this.random = random;
    }

    /** Makes a new one. */
    public static MeshAuthority make(String commonName, Duration validity, SecureRandom random) {
        KeyPair keys = CertificateForm.newKeys(random);
        X500Name name = CertificateForm.named(commonName);
        X509v3CertificateBuilder builder = CertificateForm.builder(name, name, keys.getPublic(), validity, random);
        try {
            // Signs nodes, and no other CA.
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
        return new MeshAuthority(parse(CertificateForm.sign(builder, keys.getPrivate())), keys.getPrivate(), random);
    }

    /**
     * Reads one that was made before.
     *
     * @throws IllegalArgumentException saying what is wrong with the texts
     */
    public static MeshAuthority read(String certificatePem, String keyPem, SecureRandom random) {
        List<byte[]> certificates = Pem.decode(Pem.CERTIFICATE, certificatePem);
        List<byte[]> keys = Pem.decode(Pem.PRIVATE_KEY, keyPem);
        if (certificates.size() != 1 || keys.size() != 1) {
            throw new IllegalArgumentException("a CA is one certificate and one PKCS#8 key, as PEM");
        }
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
            return new MeshAuthority(parse(certificates.getFirst()), key, random);
        } catch (GeneralSecurityException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "the CA's certificate or key cannot be read: it must be of an EC key", e);
        }
    }

    public String certificatePem() {
        try {
            return Pem.encode(Pem.CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** For a file that only its owner may read. */
    public String keyPem() {
        return Pem.encode(Pem.PRIVATE_KEY, key.getEncoded());
    }

    /** A new key and its certificate for a node, good for both ends of a connection. */
    public Issued issue(NodeId node, Duration validity) {
        KeyPair keys = CertificateForm.newKeys(random);
        X509v3CertificateBuilder builder = CertificateForm.builder(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                CertificateForm.named(node.name()),
                keys.getPublic(),
                validity,
                random);
        String uri = "banyan://mesh/" + node;
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
        return new Issued(
                Pem.encode(Pem.CERTIFICATE, CertificateForm.sign(builder, key)),
                Pem.encode(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()));
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("a certificate that cannot be read", unreadable);
        }
    }
}
