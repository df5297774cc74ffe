package io.banyan.protocol.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What all certificates made here have in common: P-256, SHA-256, a random serial number, valid from yesterday. */
final class CertificateForm {
    /** Clocks of clients are off by hours; nobody's by a day. */
    private static final Duration BEFORE = Duration.ofDays(1);

    /** RFC 5280 §4.1.2.2 allows 20 octets; 16 are beyond guessing. */
    private static final int SERIAL_BITS = 127;

    private CertificateForm() {}

    static KeyPair newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("P-256 is part of every JDK", missing);
        }
    }

    static X500Name named(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    @SuppressWarnings("JavaUtilDate") // BouncyCastle's builder takes nothing else
    static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Duration validity, SecureRandom random) {
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(validity)),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    static byte[] sign(X509v3CertificateBuilder builder, PrivateKey issuer) {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer))
                    .getEncoded();
        } catch (OperatorCreationException | IOException missing) {
            throw new IllegalStateException("ECDSA and SHA-256 are part of every JDK", missing);
        }
    }
}
