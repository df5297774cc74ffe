package io.banyan.protocol.dtls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/**
 * Makes certificates for HTTPS where nobody gave one: browsers hand out cameras only to secure origins, and ask their
 * user whether to trust it. Any thread.
 */
public final class TlsCertificateMaker {
    /** The only entry of the key stores made here. */
    public static final String ALIAS = "banyan";

    private TlsCertificateMaker() {}

    /**
     * A PKCS#12 key store with one key and its self-signed certificate, valid from yesterday for a year.
     *
     * @param hosts DNS names and IP addresses; the first is the common name
     * @param password of the key store and of the key within it
     */
    public static KeyStore selfSigned(List<String> hosts, char[] password, SecureRandom random) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a certificate names at least one host");
        }
        SelfSignedCertificate made = SelfSignedCertificate.make(
                hosts.getFirst(),
                hosts.stream().map(TlsCertificateMaker::nameOf).toList(),
                random);
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(made.der().bytes()));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(ALIAS, made.keys().getPrivate(), password, new Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException missing) {
            throw new IllegalStateException("PKCS#12 and X.509 are part of every JDK", missing);
        }
    }

    private static GeneralName nameOf(String host) {
        return new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }
}
