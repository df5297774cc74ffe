package io.banyan.protocol.srtp.ffm;

import static io.banyan.protocol.srtp.ffm.OpenSsl.BINDING;
import static io.banyan.protocol.srtp.ffm.OpenSsl.check;

import java.lang.foreign.Arena;

/** AES-128-GCM by EVP: one context a direction, of which a packet changes the IV only. */
final class OpenSslGcm implements NativeGcm.Key {
    /** {@code EVP_CTRL_AEAD_GET_TAG} and {@code EVP_CTRL_AEAD_SET_TAG}. */
    private static final int GET_TAG = 0x10;

    private static final int SET_TAG = 0x11;

    private final long sealing;
    private final long opening;

    /** Where EVP writes how much it wrote, and what it would add at the end, which is nothing. */
    private final long written;

    private final long nothing;

    OpenSslGcm(byte[] key, Arena arena) {
        sealing = OpenSsl.context(BINDING.aes128Gcm(), true, key, arena);
        opening = OpenSsl.context(BINDING.aes128Gcm(), false, key, arena);
        written = arena.allocate(8, 8).address();
        nothing = arena.allocate(16).address();
    }

    @Override
    public void seal(long iv, long aad, int aadLength, long text, int length, long tag) {
        try {
            check((int) BINDING.init().invokeExact(sealing, 0L, 0L, 0L, iv, -1));
            check((int) BINDING.update().invokeExact(sealing, 0L, written, aad, aadLength));
            check((int) BINDING.update().invokeExact(sealing, text, written, text, length));
            check((int) BINDING.finish().invokeExact(sealing, nothing, written));
            check((int) BINDING.control().invokeExact(sealing, GET_TAG, NativeGcm.TAG_BYTES, tag));
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
    }

    @Override
    public boolean open(long iv, long aad, int aadLength, long text, int length, long tag) {
        try {
            check((int) BINDING.init().invokeExact(opening, 0L, 0L, 0L, iv, -1));
            check((int) BINDING.control().invokeExact(opening, SET_TAG, NativeGcm.TAG_BYTES, tag));
            check((int) BINDING.update().invokeExact(opening, 0L, written, aad, aadLength));
            check((int) BINDING.update().invokeExact(opening, text, written, text, length));
            // Compares the tags, in constant time.
            return (int) BINDING.finish().invokeExact(opening, nothing, written) == 1;
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
    }
}
