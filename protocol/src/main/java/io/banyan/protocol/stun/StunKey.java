package io.banyan.protocol.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of MESSAGE-INTEGRITY: HMAC-SHA1, 20 bytes (RFC 8489 §14.5). Owned by one thread: it carries the MAC's state.
 */
public final class StunKey {
    static final int MAC_BYTES = 20;

    private final Mac mac;

    private StunKey(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /**
     * The key of short-term credentials, as ICE uses them: the password itself (RFC 8489 §9.1.1).
     *
     * @param password ICE passwords are ASCII, on which OpaqueString preparation changes nothing
     */
    public static StunKey ofPassword(String password) {
        return new StunKey(password.getBytes(StandardCharsets.UTF_8));
    }

    /** A key made otherwise: of long-term credentials (RFC 8489 §9.2.2). */
    public static StunKey ofBytes(byte[] key) {
        return new StunKey(key);
    }

    /** The MAC over the first {@code length} bytes. */
    byte[] sign(byte[] message, int length) {
        mac.update(message, 0, length);
        return mac.doFinal();
    }
}
