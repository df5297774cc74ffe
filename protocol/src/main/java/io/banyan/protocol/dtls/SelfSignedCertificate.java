package io.banyan.protocol.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new P-256 key and a certificate that it signed for itself.
 *
 * @param der the certificate, encoded
 */
record SelfSignedCertificate(KeyPair keys, Encoded der) {
    /** Clocks of clients are off by hours; nobody's by a day. */
    private static final Duration BEFORE = Duration.ofDays(1);

    /** Browsers refuse a server's certificate that is valid for more than 398 days. */
    private static final Duration AFTER = Duration.ofDays(365);

    /** RFC 5280 §4.1.2.2 allows 20 octets; 16 are beyond guessing. */
    private static final int SERIAL_BITS = 127;

    /** An array of which the record may say that it is one. */
    record Encoded(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) {} // compared by nobody

    /**
     * @param serverNames if not empty, the certificate is one for TLS servers of these names
     */
    static SelfSignedCertificate make(String commonName, List<GeneralName> serverNames, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            X509v3CertificateBuilder builder = builder(commonName, keys, random);
            if (!serverNames.isEmpty()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(serverNames.toArray(GeneralName[]::new)));
            }
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return new SelfSignedCertificate(keys, new Encoded(der));
        } catch (GeneralSecurityException | OperatorCreationException | IOException missing) {
            throw new IllegalStateException("P-256 and SHA-256 are part of every JDK", missing);
        }
    }

    @SuppressWarnings("JavaUtilDate") // BouncyCastle's builder takes nothing else
    private static X509v3CertificateBuilder builder(String commonName, KeyPair keys, SecureRandom random) {
        Instant now = Instant.now();
        var name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
        return new X509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(AFTER)),
                name,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    }
}
