package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts the peer's reliable frames in order: keeps those that came early, and knows those that came before. */
final class OrderedInbox {
    static final int WINDOW = 64;

    private final byte[] @Nullable [] early = new byte[WINDOW][];
    private int expected;

    /** The number that is waited for, 16 bits. */
    int expected() {
        return expected;
    }

    /**
     * Takes a frame, type and length included. If it is the one waited for, it is at once at {@link #poll}.
     */
    void offer(int number, ByteBuffer in, int offset, int length) {
        int ahead = (number - expected) & 0xFFFF;
        if (ahead < WINDOW && early[number % WINDOW] == null) {
            byte[] frame = new byte[length];
            in.get(offset, frame);
            early[number % WINDOW] = frame;
        }
    }

    /** The next frame in order, null if it did not come yet. */
    byte @Nullable [] poll() {
        byte[] frame = early[expected % WINDOW];
        if (frame != null) {
            early[expected % WINDOW] = null;
            expected = (expected + 1) & 0xFFFF;
        }
        return frame;
    }
}
