package io.banyan.cluster.credentials;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a node's credentials are, as PEM.
 *
 * @param certificate the node's own, with the intermediate ones after it if there are any
 * @param key its private key, PKCS#8
 * @param authorities certificates of the CAs that are believed: while one follows another, both
 * @param reload how often the files are looked at
 */
public record CredentialFiles(Path certificate, Path key, Path authorities, Duration reload) {
    /**
     * @param tls the section {@code banyan.mesh.tls}
     */
    public static CredentialFiles read(Config tls) {
        return new CredentialFiles(
                Path.of(tls.getString("certificate-file")),
                Path.of(tls.getString("key-file")),
                Path.of(tls.getString("ca-file")),
                tls.getDuration("reload"));
    }
}
