package io.banyan.protocol.id;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that are unique over all nodes without asking any: 96 bits from a secure source. */
final class RandomIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private RandomIds() {}

    static String next(String prefix) {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return prefix + ENCODER.encodeToString(bits);
    }
}
