package io.banyan.protocol.srtp;

import org.jspecify.annotations.Nullable;

/** What is known of each source, by SSRC: open addressing, so that a look-up neither boxes nor allocates. Only grows. */
final class SourceTable<V> {
    /** Multiplicative hashing (2^32 / golden ratio): a peer chooses its SSRCs, often consecutive ones. */
    private static final int SPREAD = 0x9E3779B9;

    private int[] ssrcs = new int[8];

    private @Nullable Object[] states = new Object[8];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // put() stores nothing but V
    @Nullable
    V get(int ssrc) {
        return (V) states[slotOf(ssrc)];
    }

    void put(int ssrc, V state) {
        int slot = slotOf(ssrc);
        if (states[slot] == null) {
            size++;
        }
        ssrcs[slot] = ssrc;
        states[slot] = state;
        if (size * 2 > ssrcs.length) {
            grow();
        }
    }

    private int slotOf(int ssrc) {
        int mask = ssrcs.length - 1;
        int slot = ((ssrc * SPREAD) >>> 16) & mask;
        while (states[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        @Nullable Object[] oldStates = states;
        ssrcs = new int[oldSsrcs.length * 2];
        states = new Object[oldStates.length * 2];
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != null) {
                int slot = slotOf(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                states[slot] = oldStates[i];
            }
        }
    }
}
