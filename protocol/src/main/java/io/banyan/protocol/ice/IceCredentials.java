package io.banyan.protocol.ice;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * One side's short-term credentials of an ICE session (RFC 8445 §5.3).
 *
 * @param ufrag 4 to 256 ice-chars: letters, digits, {@code +} and {@code /}
 * @param password 22 to 256 ice-chars; secret
 */
public record IceCredentials(String ufrag, String password) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public IceCredentials {
        if (!isUfrag(ufrag)) {
            throw new IllegalArgumentException("an ICE ufrag has 4 to 256 ice-chars");
        }
        if (!isPassword(password)) {
            throw new IllegalArgumentException("an ICE password has 22 to 256 ice-chars");
        }
    }

    /** New random ones: 48 bits of ufrag, 144 bits of password (RFC 8445 §5.3 wants 24 and 128). */
    public static IceCredentials random() {
        return new IceCredentials(randomChars(6), randomChars(18));
    }

    /** A new random password for a ufrag that was made otherwise, e.g. by {@link OwnerUfrag}. */
    public static IceCredentials withRandomPassword(String ufrag) {
        return new IceCredentials(ufrag, randomChars(18));
    }

    public static boolean isUfrag(String text) {
        return text.length() >= 4 && text.length() <= 256 && areIceChars(text);
    }

    public static boolean isPassword(String text) {
        return text.length() >= 22 && text.length() <= 256 && areIceChars(text);
    }

    /** Without the password: this ends up in logs. */
    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }

    private static String randomChars(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return Base64.getEncoder().withoutPadding().encodeToString(bits);
    }

    private static boolean areIceChars(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}
