package io.banyan.loadtest.peer;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What seals and opens RTP by AEAD_AES_128_GCM, derived from a master key and salt (RFC 3711 §4.3, RFC 7714 §11): for
 * programs that do not derive it themselves.
 *
 * @param key in hexadecimal
 * @param salt likewise
 */
public record SessionKey(String key, String salt) {
    private static final int BLOCK_BYTES = 16;
    private static final int SALT_BYTES = 12;
    private static final int LABEL_AT = 7;
    private static final int ENCRYPTION = 0;
    private static final int SALT = 2;

    static SessionKey derive(byte[] masterKey, byte[] masterSalt) {
        return new SessionKey(
                HexFormat.of().formatHex(block(masterKey, masterSalt, ENCRYPTION)),
                HexFormat.of().formatHex(block(masterKey, masterSalt, SALT), 0, SALT_BYTES));
    }

    /** The first block of the key stream is all that these lengths need. */
    private static byte[] block(byte[] masterKey, byte[] masterSalt, int label) {
        byte[] counter = Arrays.copyOf(masterSalt, BLOCK_BYTES);
        counter[LABEL_AT] ^= (byte) label;
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"));
            return aes.doFinal(counter);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES is part of every JDK", missing);
        }
    }
}
