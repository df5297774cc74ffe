package io.banyan.protocol.srtp.ffm;

import java.lang.foreign.Arena;

/** AES-128-GCM with tags of 16 bytes, by a native library (NIST SP 800-38D). Any thread. */
public interface NativeGcm {
    int IV_BYTES = 12;
    int TAG_BYTES = 16;

    /**
     * Expands a key.
     *
     * @param key 16 bytes
     * @param arena that holds the schedule and frees it
     */
    Key expand(byte[] key, Arena arena);

    /**
     * One expanded key. Owned by one thread, until its arena is closed.
     *
     * <p>All arguments are addresses of memory that outlives the call, and its lengths in bytes, which nobody checks again.
     */
    interface Key {
        /** Encrypts {@code length} bytes in place and writes the tag, which may follow them at once. */
        void seal(long iv, long aad, int aadLength, long text, int length, long tag);

        /**
         * Decrypts {@code length} bytes in place.
         *
         * @param tag that they should have
         * @return false if they have another; what lies in their place is then plaintext of nobody and must not be used
         */
        boolean open(long iv, long aad, int aadLength, long text, int length, long tag);
    }
}
