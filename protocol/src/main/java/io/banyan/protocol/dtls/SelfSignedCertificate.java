package io.banyan.protocol.dtls;

import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A new P-256 key and a certificate that it signed for itself.
 *
 * @param der the certificate, encoded
 */
record SelfSignedCertificate(KeyPair keys, Encoded der) {
    /** Browsers refuse a server's certificate that is valid for more than 398 days. */
    private static final Duration VALIDITY = Duration.ofDays(365);

    /** An array of which the record may say that it is one. */
    record Encoded(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) {} // compared by nobody

    /**
     * @param serverNames if not empty, the certificate is one for TLS servers of these names
     */
    static SelfSignedCertificate make(String commonName, List<GeneralName> serverNames, SecureRandom random) {
        KeyPair keys = CertificateForm.newKeys(random);
        X500Name name = CertificateForm.named(commonName);
        X509v3CertificateBuilder builder = CertificateForm.builder(name, name, keys.getPublic(), VALIDITY, random);
        try {
            if (!serverNames.isEmpty()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(serverNames.toArray(GeneralName[]::new)));
            }
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
        return new SelfSignedCertificate(keys, new Encoded(CertificateForm.sign(builder, keys.getPrivate())));
    }
}
