package io.banyan.protocol.dtls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
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

/** A CA of a test's own, and what it signs, be it right or wrong. */
final class NodeCertificates {
    private static final SecureRandom RANDOM = new SecureRandom();

    final X509Certificate authority;
    private final KeyPair keys = newKeys();
    private final X500Name name;

    NodeCertificates(String commonName) throws Exception {
        name = new X500Name("CN=" + commonName);
        X509v3CertificateBuilder builder = builder(name, keys, Duration.ofDays(1));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        authority = sign(builder);
    }

    /** An identity that trusts this CA. */
    LinkIdentity identity(String uri) throws Exception {
        return identity(uri, Duration.ofDays(1), List.of(authority));
    }

    LinkIdentity identity(String uri, Duration validFor, List<X509Certificate> trusted) throws Exception {
        KeyPair own = newKeys();
        X509v3CertificateBuilder builder = builder(new X500Name("CN=node"), own, validFor);
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        return new LinkIdentity(List.of(sign(builder)), own.getPrivate(), trusted);
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys, Duration validFor) {
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                name,
                new BigInteger(100, RANDOM).setBit(100),
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(validFor)),
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
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
