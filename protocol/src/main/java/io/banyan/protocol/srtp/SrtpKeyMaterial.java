package io.banyan.protocol.srtp;

/**
 * The master keys and salts of both directions, as a DTLS handshake yields them (RFC 5764 §4.2). Immutable, any thread;
 * never printed.
 */
public final class SrtpKeyMaterial {
    private final SrtpProfile profile;
    private final byte[] clientKey;
    private final byte[] clientSalt;
    private final byte[] serverKey;
    private final byte[] serverSalt;

    /**
     * @param clientKey what the DTLS client seals with, {@link SrtpProfile#keyBytes()} long; likewise the others
     */
    public SrtpKeyMaterial(
            SrtpProfile profile, byte[] clientKey, byte[] clientSalt, byte[] serverKey, byte[] serverSalt) {
        if (clientKey.length != profile.keyBytes()
                || serverKey.length != profile.keyBytes()
                || clientSalt.length != profile.saltBytes()
                || serverSalt.length != profile.saltBytes()) {
            throw new IllegalArgumentException("keys and salts must be as long as " + profile + " says");
        }
        this.profile = profile;
        this.clientKey = clientKey.clone();
        this.clientSalt = clientSalt.clone();
        this.serverKey = serverKey.clone();
        this.serverSalt = serverSalt.clone();
    }

    public SrtpProfile profile() {
        return profile;
    }

    public byte[] clientKey() {
        return clientKey.clone();
    }

    public byte[] clientSalt() {
        return clientSalt.clone();
    }

    public byte[] serverKey() {
        return serverKey.clone();
    }

    public byte[] serverSalt() {
        return serverSalt.clone();
    }

    /** Seals what the DTLS client sends. */
    public SrtpSender clientSender() {
        return new SrtpSender(profile, clientKey, clientSalt);
    }

    /** Seals what the DTLS server sends. */
    public SrtpSender serverSender() {
        return new SrtpSender(profile, serverKey, serverSalt);
    }

    /** Opens what the DTLS client sent. */
    public SrtpReceiver clientReceiver() {
        return new SrtpReceiver(profile, clientKey, clientSalt);
    }

    /** Opens what the DTLS server sent. */
    public SrtpReceiver serverReceiver() {
        return new SrtpReceiver(profile, serverKey, serverSalt);
    }

    /** Seals what the DTLS server sends, by a cipher of that suite, which the caller must close. */
    public SrtpSender serverSender(SrtpCipherSuite suite) {
        return new SrtpSender(profile, suite.create(profile, serverKey, serverSalt));
    }

    /** Opens what the DTLS client sent, by a cipher of that suite, which the caller must close. */
    public SrtpReceiver clientReceiver(SrtpCipherSuite suite) {
        return new SrtpReceiver(profile, suite.create(profile, clientKey, clientSalt), SrtpReceiver.MAX_SOURCES);
    }

    @Override
    public String toString() {
        return "SrtpKeyMaterial[" + profile + "]";
    }
}
