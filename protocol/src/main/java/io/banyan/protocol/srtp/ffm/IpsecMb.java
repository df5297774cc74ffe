package io.banyan.protocol.srtp.ffm;

import static io.banyan.protocol.srtp.ffm.Library.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * AES-128-GCM by Intel's multi-buffer crypto library, which chooses by CPU: {@code init_mb_mgr_auto} fills its manager
 * with pointers to functions, and only those are called. They keep no state in it, so threads share it.
 */
@SuppressWarnings("restricted") // native access is what this package is for
public final class IpsecMb implements NativeGcm {
    /** Constant, so that the JIT compiles each call into its place. */
    private static final Binding BINDING = Binding.attempt();

    /** {@code struct gcm_key_data}: 1008 bytes up to 1.3, 1264 from 1.4 on; aligned to 64. */
    private static final int KEY_BYTES = 1_280;

    /** {@code struct gcm_context_data} has 88 bytes. */
    private static final int CONTEXT_BYTES = 128;

    private static final int ALIGNMENT = 64;

    /** All memory, for reading what the library wrote where a caller said. */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private IpsecMb() {}

    /**
     * The library of this machine.
     *
     * @throws UnavailableException if there is none, of a version that is not known, or not for this CPU
     */
    public static IpsecMb load() throws UnavailableException {
        if (!BINDING.unavailable.isEmpty()) {
            throw new UnavailableException(BINDING.unavailable);
        }
        return new IpsecMb();
    }

    @Override
    public Key expand(byte[] key, Arena arena) {
        MemorySegment memory = arena.allocate(KEY_BYTES + CONTEXT_BYTES, ALIGNMENT);
        MemorySegment raw = memory.asSlice(KEY_BYTES, key.length);
        raw.copyFrom(MemorySegment.ofArray(key));
        try {
            BINDING.expand.invokeExact(raw.address(), memory.address());
        } catch (Throwable thrown) {
            throw CallFailure.of(thrown);
        }
        raw.fill((byte) 0);
        return new Expanded(
                memory.address(),
                memory.address() + KEY_BYTES,
                arena.allocate(TAG_BYTES).address());
    }

    @Override
    public String toString() {
        return BINDING.name;
    }

    /** Addresses of a key's schedule, of the state of one packet, and of the tag that was computed for it. */
    private record Expanded(long schedule, long state, long computed) implements Key {
        @Override
        public void seal(long iv, long aad, int aadLength, long text, int length, long tag) {
            try {
                BINDING.encrypt.invokeExact(
                        schedule, state, text, text, (long) length, iv, aad, (long) aadLength, tag, (long) TAG_BYTES);
            } catch (Throwable thrown) {
                throw CallFailure.of(thrown);
            }
        }

        @Override
        public boolean open(long iv, long aad, int aadLength, long text, int length, long tag) {
            try {
                BINDING.decrypt.invokeExact(
                        schedule, state, text, text, (long) length, iv, aad, (long) aadLength, computed, (long)
                                TAG_BYTES);
            } catch (Throwable thrown) {
                throw CallFailure.of(thrown);
            }
            // The library does not look at the packet's tag. In constant time: nothing tells how much of it was right.
            return (difference(tag, 0) | difference(tag, Long.BYTES)) == 0;
        }

        private long difference(long tag, int offset) {
            return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, tag + offset)
                    ^ MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, computed + offset);
        }
    }

    /**
     * The library's functions, or why there are none.
     *
     * @param unavailable empty if the rest is there
     */
    private record Binding(
            String unavailable, String name, MethodHandle expand, MethodHandle encrypt, MethodHandle decrypt) {
        private static final String[] NAMES = {"libIPSec_MB.so.1", "libIPSec_MB.so.2"};

        /** From 1.0 to 2.0 {@code IMB_MGR} holds these pointers here: {@code offsetof()} over the header of each. */
        private static final int FIRST_VERSION = 0x1_00_00;

        private static final int LAST_VERSION = 0x2_00_FF;
        private static final int GCM128_ENC_AT = 256;
        private static final int GCM128_DEC_AT = 280;
        private static final int GCM128_PRE_AT = 448;

        static Binding attempt() {
            try {
                return load(Library.loadAny(NAMES));
            } catch (UnavailableException reason) {
                MethodHandle nothing = MethodHandles.zero(void.class);
                return new Binding(String.valueOf(reason.getMessage()), "", nothing, nothing, nothing);
            }
        }

        private static Binding load(Library library) throws UnavailableException {
            int version;
            long manager;
            int error;
            try {
                version = (int) library.intFunction("imb_get_version").invokeExact();
                if (version < FIRST_VERSION || version > LAST_VERSION) {
                    throw new UnavailableException("ipsec-mb " + dotted(version) + " is of no known layout");
                }
                // Never freed: what it points to is used as long as the process lives.
                manager = (long) library.longFunction("alloc_mb_mgr", LONG).invokeExact(0L);
                if (manager == 0) {
                    throw new UnavailableException("ipsec-mb got no memory");
                }
                library.voidFunction("init_mb_mgr_auto", LONG, LONG).invokeExact(manager, 0L);
                error = (int) library.intFunction("imb_get_errno", LONG).invokeExact(manager);
            } catch (UnavailableException known) {
                throw known;
            } catch (Throwable thrown) {
                throw CallFailure.of(thrown);
            }
            if (error != 0) {
                throw new UnavailableException("ipsec-mb does not run on this CPU (error " + error + ")");
            }
            MemorySegment pointers =
                    MemorySegment.ofAddress(manager).reinterpret(GCM128_PRE_AT + ValueLayout.ADDRESS.byteSize());
            MemoryLayout[] arguments = {LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG};
            return new Binding(
                    "",
                    "ipsec-mb " + dotted(version),
                    library.voidFunction(pointers.get(ValueLayout.ADDRESS, GCM128_PRE_AT), LONG, LONG),
                    library.voidFunction(pointers.get(ValueLayout.ADDRESS, GCM128_ENC_AT), arguments),
                    library.voidFunction(pointers.get(ValueLayout.ADDRESS, GCM128_DEC_AT), arguments));
        }

        private static String dotted(int version) {
            return (version >>> 16) + "." + ((version >>> 8) & 0xFF) + "." + (version & 0xFF);
        }
    }
}
