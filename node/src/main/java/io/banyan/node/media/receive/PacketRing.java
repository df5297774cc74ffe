package io.banyan.node.media.receive;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The last packets of one encoding, their bytes stored once for all subscribers. Slots are used in the order of
 * arrival; a packet is found by its sequence number. Owned by a media loop.
 */
public final class PacketRing {
    /** Two seconds of the largest encoding that browsers send (about 2.5 Mbit/s): longer than any receiver waits. */
    public static final int VIDEO_SLOTS = 512;

    /** Two and a half seconds of 20 ms packets. */
    public static final int AUDIO_SLOTS = 128;

    private final PacketSlot[] slots;
    private final int[] slotBySeq;
    private final int mask;
    private int next;

    /**
     * Allocates all of it.
     *
     * @param slotCount a power of two
     */
    public PacketRing(int slotCount) {
        if (Integer.bitCount(slotCount) != 1) {
            throw new IllegalArgumentException("a ring has a power of two of slots, not " + slotCount);
        }
        ByteBuffer bytes = ByteBuffer.allocate(slotCount * PacketSlot.CAPACITY_BYTES);
        slots = new PacketSlot[slotCount];
        for (int i = 0; i < slotCount; i++) {
            slots[i] = new PacketSlot(bytes, i * PacketSlot.CAPACITY_BYTES);
        }
        slotBySeq = new int[slotCount];
        mask = slotCount - 1;
    }

    public int slotCount() {
        return slots.length;
    }

    /**
     * The slot to write the next packet's bytes into. What it held is gone. The same one again until it is stored, so
     * that packets which turn out to be forged push nothing out.
     */
    public PacketSlot reserve() {
        PacketSlot slot = slots[next];
        slot.invalidate();
        return slot;
    }

    /** Keeps the packet in the reserved slot under its sequence number. */
    void store(PacketSlot slot, long seq) {
        if (slot != slots[next]) {
            throw new IllegalStateException("only the reserved slot can be stored");
        }
        slot.stored(seq);
        slotBySeq[(int) seq & mask] = next;
        next = (next + 1) & mask;
    }

    /** The slot of a sequence number, or null: never came, or written over. */
    public @Nullable PacketSlot find(long seq) {
        PacketSlot slot = slots[slotBySeq[(int) seq & mask]];
        return seq >= 0 && slot.seq() == seq ? slot : null;
    }

    /** Forgets all packets: the encoding's numbers begin anew. */
    void clear() {
        for (PacketSlot slot : slots) {
            slot.invalidate();
        }
    }
}
