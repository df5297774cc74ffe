package io.banyan.node;

import io.banyan.cluster.HttpSettings;
import io.banyan.protocol.dtls.TlsCertificateMaker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What HTTPS is served with: a keystore of the operator's, or a certificate made at start. */
final class HttpsContext {
    private HttpsContext() {}

    /**
     * @throws StartFailure if the keystore cannot be read
     */
    static SSLContext of(HttpSettings.Tls tls) {
        try {
            char[] password = tls.keystorePasswordFile().isPresent()
                    ? Files.readString(tls.keystorePasswordFile().get()).strip().toCharArray()
                    : new char[0];
            KeyStore keys = tls.keystoreFile().isPresent()
                    ? load(tls.keystoreFile().get(), password)
                    : TlsCertificateMaker.selfSigned(tls.hosts(), password, new SecureRandom());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("cannot serve HTTPS: " + e.getMessage(), e);
        }
    }

    private static KeyStore load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        return keys;
    }
}
