package io.banyan.cluster;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The signalling edge.
 *
 * @param bind address to listen on
 * @param port 0: any free one
 * @param publicUrl what clients are told, without a trailing slash; empty: made of what is bound
 * @param tls present: HTTPS
 * @param maxMessageBytes the largest frame a client may send
 * @param messagesPerSecond sustained, for one connection
 * @param messageBurst at once, for one connection
 * @param idleTimeout silence after which a connection is given up
 * @param helloTimeout time for the first message of a connection
 * @param maxConnections at once
 */
public record HttpSettings(
        String bind,
        int port,
        String publicUrl,
        Optional<Tls> tls,
        int maxMessageBytes,
        int messagesPerSecond,
        int messageBurst,
        Duration idleTimeout,
        Duration helloTimeout,
        int maxConnections) {

    /**
     * @param keystoreFile PKCS#12 with one key; empty: make a self-signed one
     * @param keystorePasswordFile its password; empty: none
     * @param hosts names and addresses that a made certificate is for
     */
    public record Tls(Optional<Path> keystoreFile, Optional<Path> keystorePasswordFile, List<String> hosts) {}

    static HttpSettings read(Config http) {
        Config tls = http.getConfig("tls");
        return new HttpSettings(
                http.getString("bind"),
                http.getInt("port"),
                http.getString("public-url").replaceAll("/+$", ""),
                tls.getBoolean("enabled")
                        ? Optional.of(new Tls(
                                Settings.path(tls, "keystore-file"),
                                Settings.path(tls, "keystore-password-file"),
                                tls.getStringList("hosts")))
                        : Optional.empty(),
                Math.toIntExact(http.getBytes("max-message-bytes")),
                http.getInt("messages-per-second"),
                http.getInt("message-burst"),
                http.getDuration("idle-timeout"),
                http.getDuration("hello-timeout"),
                http.getInt("max-connections"));
    }
}
