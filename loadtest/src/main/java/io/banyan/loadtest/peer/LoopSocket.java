package io.banyan.loadtest.peer;

import java.nio.ByteBuffer;

/** A socket that a {@link PeerLoop} serves, on its thread. */
interface LoopSocket {
    /** @param buffer for what is read, the caller's again when this returns */
    void onReadable(ByteBuffer buffer);

    void tick(long nowNanos);

    /** Closes without a word. */
    void vanish();
}
