package io.banyan.protocol.srtp.ffm;

import static io.banyan.protocol.srtp.ffm.OpenSsl.BINDING;
import static io.banyan.protocol.srtp.ffm.OpenSsl.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * AES-128 in counter mode by EVP, and HMAC-SHA1 (RFC 2104) over OpenSSL's SHA-1: the state after each of the padded keys
 * is computed once and copied for each packet.
 */
final class OpenSslCounterMode implements NativeCounterMode.Key {
    /** {@code SHA_CTX} has 96 bytes. */
    private static final int STATE_BYTES = 128;

    private static final int BLOCK_BYTES = 64;

    private final long counterMode;
    private final long written;
    private final MemorySegment inner;
    private final MemorySegment outer;
    private final MemorySegment state;
    private final long digest;

    OpenSslCounterMode(byte[] key, byte[] authKey, Arena arena) {
        counterMode = OpenSsl.context(BINDING.aes128Ctr(), true, key, arena);
        written = arena.allocate(8, 8).address();
        state = arena.allocate(STATE_BYTES, 8);
        inner = keyed(authKey, (byte) 0x36, arena);
        outer = keyed(authKey, (byte) 0x5C, arena);
        digest = arena.allocate(NativeCounterMode.MAC_BYTES, 8).address();
    }

    private static MemorySegment keyed(byte[] authKey, byte pad, Arena arena) {
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) (pad ^ (i < authKey.length ? authKey[i] : 0));
        }
        MemorySegment raw = arena.allocate(BLOCK_BYTES);
        raw.copyFrom(MemorySegment.ofArray(block));
        MemorySegment keyed = arena.allocate(STATE_BYTES, 8);
        try {
            check((int) BINDING.sha1Init().invokeExact(keyed.address()));
            check((int) BINDING.sha1Update().invokeExact(keyed.address(), raw.address(), (long) BLOCK_BYTES));
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
        raw.fill((byte) 0);
        return keyed;
    }

    @Override
    public void crypt(long iv, long text, int length) {
        try {
            check((int) BINDING.init().invokeExact(counterMode, 0L, 0L, 0L, iv, -1));
            check((int) BINDING.update().invokeExact(counterMode, text, written, text, length));
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
    }

    @Override
    public void sign(long data, int length, long mac) {
        hash(inner, data, length, digest);
        hash(outer, digest, NativeCounterMode.MAC_BYTES, mac);
    }

    private void hash(MemorySegment begun, long data, long length, long result) {
        MemorySegment.copy(begun, 0, state, 0, STATE_BYTES);
        try {
            check((int) BINDING.sha1Update().invokeExact(state.address(), data, length));
            check((int) BINDING.sha1Final().invokeExact(result, state.address()));
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
    }
}
