package io.banyan.protocol.srtp;

/** Where ciphers come from: the JDK, which is always there; native libraries where a machine has them. Any thread. */
@FunctionalInterface
public interface SrtpCipherSuite {
    /**
     * A cipher for one direction, its session keys derived (RFC 3711 §4.3).
     *
     * @param masterKey {@link SrtpProfile#keyBytes()} long
     * @param masterSalt {@link SrtpProfile#saltBytes()} long
     */
    SrtpCipher create(SrtpProfile profile, byte[] masterKey, byte[] masterSalt);

    /** The JDK's own ciphers. */
    static SrtpCipherSuite jdk() {
        return (profile, masterKey, masterSalt) -> switch (profile) {
            case AEAD_AES_128_GCM -> new GcmCipher(SessionKeys.derive(profile, masterKey, masterSalt));
            case AES_CM_128_HMAC_SHA1_80 -> new CounterModeCipher(SessionKeys.derive(profile, masterKey, masterSalt));
        };
    }
}
