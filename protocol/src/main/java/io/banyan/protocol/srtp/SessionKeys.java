package io.banyan.protocol.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The session keys of one direction, derived by AES-CM from its master key and salt (RFC 3711 §4.3, RFC 7714 §11). */
final class SessionKeys {
    private static final int RTP_ENCRYPTION = 0;
    private static final int RTP_AUTH = 1;
    private static final int RTP_SALT = 2;
    private static final int RTCP_ENCRYPTION = 3;
    private static final int RTCP_AUTH = 4;
    private static final int RTCP_SALT = 5;

    /** Of HMAC-SHA1 (RFC 3711 §5.2). The AEAD has no key of its own to authenticate with. */
    private static final int AUTH_KEY_BYTES = 20;

    private static final int BLOCK_BYTES = 16;

    /** Where the label goes: 48 bits of {@code index / kdr}, always 0 here, follow it within the 112-bit salt. */
    private static final int LABEL_AT = 7;

    final byte[] rtpKey;
    final byte[] rtpAuthKey;
    final byte[] rtpSalt;
    final byte[] rtcpKey;
    final byte[] rtcpAuthKey;
    final byte[] rtcpSalt;

    SessionKeys(byte[] rtpKey, byte[] rtpAuthKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpAuthKey, byte[] rtcpSalt) {
        this.rtpKey = rtpKey;
        this.rtpAuthKey = rtpAuthKey;
        this.rtpSalt = rtpSalt;
        this.rtcpKey = rtcpKey;
        this.rtcpAuthKey = rtcpAuthKey;
        this.rtcpSalt = rtcpSalt;
    }

    static SessionKeys derive(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        if (masterKey.length != profile.keyBytes() || masterSalt.length != profile.saltBytes()) {
            throw new IllegalArgumentException("key and salt must be as long as " + profile + " says");
        }
        // RFC 7714 §11: a shorter salt is filled up with zeros on its right.
        byte[] salt = Arrays.copyOf(masterSalt, BLOCK_BYTES);
        SecretKeySpec key = new SecretKeySpec(masterKey, "AES");
        Cipher prf = counterMode();
        return new SessionKeys(
                derive(prf, key, salt, RTP_ENCRYPTION, profile.keyBytes()),
                derive(prf, key, salt, RTP_AUTH, AUTH_KEY_BYTES),
                derive(prf, key, salt, RTP_SALT, profile.saltBytes()),
                derive(prf, key, salt, RTCP_ENCRYPTION, profile.keyBytes()),
                derive(prf, key, salt, RTCP_AUTH, AUTH_KEY_BYTES),
                derive(prf, key, salt, RTCP_SALT, profile.saltBytes()));
    }

    private static Cipher counterMode() {
        try {
            return Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES in counter mode is part of every JDK", missing);
        }
    }

    private static byte[] derive(Cipher prf, SecretKeySpec masterKey, byte[] salt, int label, int bytes) {
        byte[] counter = salt.clone();
        counter[LABEL_AT] ^= (byte) label;
        try {
            prf.init(Cipher.ENCRYPT_MODE, masterKey, new IvParameterSpec(counter));
            return prf.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
