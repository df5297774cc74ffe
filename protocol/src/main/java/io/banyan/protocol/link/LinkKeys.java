package io.banyan.protocol.link;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake gave a link: the version agreed on and a secret for each direction, from which the keys of every
 * epoch follow. Immutable, any thread.
 */
public final class LinkKeys {
    /** Of each secret: as long as the hash behind the keys (RFC 5869 §2.3). */
    public static final int SECRET_BYTES = 32;

    private final int version;
    private final byte[] initiatorSecret;
    private final byte[] responderSecret;

    /**
     * @param version of the link's format, 1 to 255
     * @param initiatorSecret of what the initiator seals, {@value #SECRET_BYTES} bytes
     * @param responderSecret of what the responder seals, {@value #SECRET_BYTES} bytes
     */
    public LinkKeys(int version, byte[] initiatorSecret, byte[] responderSecret) {
        if (initiatorSecret.length != SECRET_BYTES || responderSecret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret has " + SECRET_BYTES + " bytes");
        }
        this.version = version;
        this.initiatorSecret = initiatorSecret.clone();
        this.responderSecret = responderSecret.clone();
    }

    /** Of the link's format, 1 to 255. */
    public int version() {
        return version;
    }

    /** A copy of the secret of what this role seals. */
    byte[] sealedBy(LinkRole role) {
        return (role == LinkRole.INITIATOR ? initiatorSecret : responderSecret).clone();
    }

    /** Says nothing of the secrets, so that no log does. */
    @Override
    public String toString() {
        return "LinkKeys[version " + version + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkKeys keys
                && version == keys.version
                && MessageDigest.isEqual(initiatorSecret, keys.initiatorSecret)
                && MessageDigest.isEqual(responderSecret, keys.responderSecret);
    }

    @Override
    public int hashCode() {
        return version;
    }
}
