package io.banyan.protocol.dtls;

import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;

/** Makes certificates for HTTPS. */
public final class TlsCertificateMaker {
    private TlsCertificateMaker() {}

    /**
     * @param hosts DNS names and IP literals, the first is the certificate's common name
     * @param password of the key store and of the key within it
     */
    public static KeyStore selfSigned(List<String> hosts, char[] password, SecureRandom random) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no host");
        }
        throw new UnsupportedOperationException(hosts.getFirst());
    }
}
