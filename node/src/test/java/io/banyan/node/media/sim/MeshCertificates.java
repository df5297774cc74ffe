package io.banyan.node.media.sim;

import io.banyan.protocol.dtls.LinkIdentity;
import io.banyan.protocol.id.NodeId;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A mesh's CA of a test's own. */
final class MeshCertificates {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final X500Name NAME = new X500Name("CN=test mesh");

    private final KeyPair keys = newKeys();
    private final X509Certificate authority;

    MeshCertificates() throws Exception {
        X509v3CertificateBuilder builder = builder(NAME, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        authority = sign(builder);
    }

    /** Who a node is on its links. */
    LinkIdentity identity(NodeId node) throws Exception {
        KeyPair own = newKeys();
        X509v3CertificateBuilder builder = builder(new X500Name("CN=node"), own);
        GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, "banyan://mesh/" + node);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(uri));
        return new LinkIdentity(List.of(sign(builder)), own.getPrivate(), List.of(authority));
    }

    private static X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys) {
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                NAME,
                new BigInteger(100, RANDOM).setBit(100),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
