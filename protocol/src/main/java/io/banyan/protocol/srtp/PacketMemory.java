package io.banyan.protocol.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The off-heap memory in which a native cipher works on one packet, and the only place where addresses come from: each is
 * handed out for a range that was checked, so a wrong offset is an exception and never a crash. Owned by one thread, which
 * made its arena; after that arena's end every method throws an {@link IllegalStateException}.
 *
 * <p>What is sealed into a direct buffer is sealed in place there; everything else goes through a copy. A direct buffer is
 * recognised by identity: use few of them, and no new slice for each packet.
 */
@SuppressWarnings("ReferenceEquality") // This buffer, not one with the same bytes.
final class PacketMemory {
    private static final int IV_AT = 0;
    private static final int MAC_AT = 16;
    private static final int AAD_AT = 48;
    private static final int PACKET_AT = 64;
    private static final int INITIAL_BYTES = 2_048;

    private final Arena arena;
    private ByteBuffer scratch;
    private long scratchAddress;

    private @Nullable ByteBuffer known;
    private long knownAddress;

    /** Where the packet lies now. */
    private ByteBuffer target;

    private int origin;

    PacketMemory(Arena arena) {
        this.arena = arena;
        MemorySegment memory = arena.allocate(INITIAL_BYTES, 64);
        scratch = memory.asByteBuffer();
        scratchAddress = memory.address();
        target = scratch;
    }

    /**
     * Copies a packet here.
     *
     * @param room bytes that it may use, at least {@code length}
     * @return its address
     */
    long place(ByteBuffer in, int inOffset, int length, int room) {
        Objects.checkFromIndexSize(inOffset, length, in.limit());
        Objects.checkFromIndexSize(0, length, room);
        if (room > scratch.capacity() - PACKET_AT) {
            grow(room);
        }
        scratch.put(PACKET_AT, in, inOffset, length);
        target = scratch;
        origin = PACKET_AT;
        return scratchAddress + PACKET_AT;
    }

    /**
     * Copies a packet to where it shall be sealed: its destination if that is off the heap, or here.
     *
     * @param room bytes that the sealed packet will have
     * @return its address
     */
    long placeAt(ByteBuffer in, int inOffset, int length, int room, ByteBuffer out, int outOffset) {
        if (!out.isDirect() || out.isReadOnly()) {
            return place(in, inOffset, length, room);
        }
        Objects.checkFromIndexSize(inOffset, length, in.limit());
        Objects.checkFromIndexSize(0, length, room);
        Objects.checkFromIndexSize(outOffset, room, out.limit());
        if (in != out || inOffset != outOffset) {
            out.put(outOffset, in, inOffset, length);
        }
        // Memory that was freed throws here: the tag's place is written later anyway.
        out.put(outOffset + room - 1, (byte) 0);
        if (out != known) {
            known = out;
            knownAddress = MemorySegment.ofBuffer(out.duplicate().clear()).address();
        }
        target = out;
        origin = outOffset;
        return knownAddress + outOffset;
    }

    /** Copies the first bytes of the packet to their destination, unless they are there. */
    void deliver(ByteBuffer out, int outOffset, int length) {
        if (target != out) {
            out.put(outOffset, target, origin, length);
        }
    }

    /** Refuses a header that does not lie within its packet, or a packet that is shorter than what ends it. */
    static void checkHeader(int headerLength, int length) {
        Objects.checkFromIndexSize(0, headerLength, Math.max(0, length));
    }

    /** Writes 16 bytes for an IV, of which a cipher reads as many as it needs, and returns their address. */
    long iv(long high, long low) {
        scratch.putLong(IV_AT, high);
        scratch.putLong(IV_AT + Long.BYTES, low);
        return scratchAddress + IV_AT;
    }

    /** Writes the header of the packet and a word for authentication, 12 bytes, and returns their address. */
    long headerAnd(int word) {
        scratch.put(AAD_AT, target, origin, RtcpHeader.BYTES);
        scratch.putInt(AAD_AT + RtcpHeader.BYTES, word);
        return scratchAddress + AAD_AT;
    }

    /** Writes a word into the packet. */
    void putInt(int at, int word) {
        target.put(origin + at, (byte) (word >>> 24));
        target.put(origin + at + 1, (byte) (word >>> 16));
        target.put(origin + at + 2, (byte) (word >>> 8));
        target.put(origin + at + 3, (byte) word);
    }

    /** Where a MAC of at most 32 bytes goes. */
    long mac() {
        scratch.get(MAC_AT);
        return scratchAddress + MAC_AT;
    }

    /** Copies a tag of at most 32 bytes from the packet to where a MAC goes, and returns its address. */
    long takeTag(int at, int length) {
        scratch.put(MAC_AT, target, origin + at, length);
        return scratchAddress + MAC_AT;
    }

    /** Copies the first bytes of the MAC into the packet. */
    void putMac(int at, int length) {
        target.put(origin + at, scratch, MAC_AT, length);
    }

    /** Whether these bytes are the first ones of the MAC, in constant time. */
    boolean isMac(ByteBuffer in, int offset, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= in.get(offset + i) ^ scratch.get(MAC_AT + i);
        }
        return difference == 0;
    }

    /** The arena keeps the smaller memory until it ends: each is at least twice the one before. */
    private void grow(int room) {
        MemorySegment memory = arena.allocate(Math.max(2L * scratch.capacity(), (long) PACKET_AT + room), 64);
        scratch = memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        scratchAddress = memory.address();
    }
}
