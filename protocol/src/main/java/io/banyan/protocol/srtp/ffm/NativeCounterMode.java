package io.banyan.protocol.srtp.ffm;

import java.lang.foreign.Arena;

/** AES-128 in counter mode, and HMAC-SHA1, by a native library. Any thread. */
public interface NativeCounterMode {
    int IV_BYTES = 16;
    int MAC_BYTES = 20;

    /**
     * Expands the keys of one direction.
     *
     * @param key of AES, 16 bytes
     * @param authKey of HMAC-SHA1, at most 64 bytes
     * @param arena that holds the schedules and frees them
     */
    Key expand(byte[] key, byte[] authKey, Arena arena);

    /** One pair of expanded keys: rules as for {@link NativeGcm.Key}. */
    interface Key {
        /** Encrypts or decrypts {@code length} bytes in place. */
        void crypt(long iv, long text, int length);

        /** Writes the HMAC of {@code length} bytes, {@link NativeCounterMode#MAC_BYTES} long. */
        void sign(long data, int length, long mac);
    }
}
