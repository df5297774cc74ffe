package io.banyan.protocol.srtp.ffm;

import static io.banyan.protocol.srtp.ffm.Library.INT;
import static io.banyan.protocol.srtp.ffm.Library.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** OpenSSL's libcrypto of this machine: EVP for AES, and the SHA-1 functions below EVP, whose state can be copied. */
public final class OpenSsl {
    /**
     * From here on a packet costs less than with the JDK, and nothing is allocated for it. AES-GCM became twice as fast with
     * 3.5; AES in counter mode with HMAC-SHA1 is as fast with 3.0.
     */
    public static final int FIRST_VERSION = 0x300;

    /** Constant, so that the JIT compiles each call into its place. */
    static final Binding BINDING = Binding.attempt();

    private OpenSsl() {}

    /**
     * The library of this machine.
     *
     * @param firstVersion the lowest that will do: major version &lt;&lt; 8 | minor version
     * @throws UnavailableException if there is none, or an older one
     */
    public static OpenSsl load(int firstVersion) throws UnavailableException {
        if (!BINDING.unavailable.isEmpty()) {
            throw new UnavailableException(BINDING.unavailable);
        }
        if (BINDING.version < firstVersion) {
            throw new UnavailableException(
                    BINDING.name() + " is older than " + (firstVersion >> 8) + "." + (firstVersion & 0xFF));
        }
        return new OpenSsl();
    }

    public NativeGcm gcm() {
        return OpenSslGcm::new;
    }

    public NativeCounterMode counterMode() {
        return OpenSslCounterMode::new;
    }

    @Override
    public String toString() {
        return BINDING.name();
    }

    /**
     * A cipher context that ends with the arena.
     *
     * @param cipher what {@code EVP_aes_128_…} returned
     */
    @SuppressWarnings("restricted") // native access is what this package is for
    static long context(long cipher, boolean encrypt, byte[] key, Arena arena) {
        try {
            long context = (long) BINDING.newContext.invokeExact();
            if (context == 0) {
                throw new IllegalStateException("OpenSSL has no memory");
            }
            MemorySegment.ofAddress(context).reinterpret(1, arena, OpenSsl::free);
            MemorySegment raw = arena.allocate(key.length);
            raw.copyFrom(MemorySegment.ofArray(key));
            check((int) BINDING.init.invokeExact(context, cipher, 0L, raw.address(), 0L, encrypt ? 1 : 0));
            raw.fill((byte) 0);
            return context;
        } catch (IllegalStateException known) {
            throw known;
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
    }

    /** 1 is OpenSSL's word for success; every other means a wrong argument or no memory, here. */
    static void check(int result) {
        if (result != 1) {
            throw new IllegalStateException("OpenSSL refused");
        }
    }

    private static void free(MemorySegment context) {
        try {
            BINDING.freeContext.invokeExact(context.address());
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
    }

    /**
     * The library's functions, or why there are none.
     *
     * @param unavailable empty if the rest is there
     * @param version as {@link #FIRST_VERSION}
     */
    record Binding(
            String unavailable,
            int version,
            long aes128Gcm,
            long aes128Ctr,
            MethodHandle newContext,
            MethodHandle freeContext,
            MethodHandle init,
            MethodHandle update,
            MethodHandle finish,
            MethodHandle control,
            MethodHandle sha1Init,
            MethodHandle sha1Update,
            MethodHandle sha1Final) {
        private static final String[] NAMES = {"libcrypto.so.3", "libcrypto.so.4", "libcrypto.3.dylib"};

        static Binding attempt() {
            try {
                return load(Library.loadAny(NAMES));
            } catch (UnavailableException reason) {
                MethodHandle none = MethodHandles.zero(void.class);
                return new Binding(
                        String.valueOf(reason.getMessage()),
                        0,
                        0,
                        0,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none);
            }
        }

        String name() {
            return "OpenSSL " + (version >> 8) + "." + (version & 0xFF);
        }

        private static Binding load(Library library) throws UnavailableException {
            try {
                long number = (long) library.longFunction("OpenSSL_version_num").invokeExact();
                return new Binding(
                        "",
                        ((int) (number >>> 28) << 8) | ((int) (number >>> 20) & 0xFF),
                        (long) library.longFunction("EVP_aes_128_gcm").invokeExact(),
                        (long) library.longFunction("EVP_aes_128_ctr").invokeExact(),
                        library.longFunction("EVP_CIPHER_CTX_new"),
                        library.voidFunction("EVP_CIPHER_CTX_free", LONG),
                        library.intFunction("EVP_CipherInit_ex", LONG, LONG, LONG, LONG, LONG, INT),
                        library.intFunction("EVP_CipherUpdate", LONG, LONG, LONG, LONG, INT),
                        library.intFunction("EVP_CipherFinal_ex", LONG, LONG, LONG),
                        library.intFunction("EVP_CIPHER_CTX_ctrl", LONG, INT, INT, LONG),
                        library.intFunction("SHA1_Init", LONG),
                        library.intFunction("SHA1_Update", LONG, LONG, LONG),
                        library.intFunction("SHA1_Final", LONG, LONG));
            } catch (UnavailableException known) {
                throw known;
            } catch (Throwable thrown) {
                throw CallFailure.of(thrown);
            }
        }
    }
}
