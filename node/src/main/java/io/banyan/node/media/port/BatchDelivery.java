package io.banyan.node.media.port;

import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.PortListener;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Hands what a port reads to the loop, in batches that do not last long. Owned by the port's thread. */
final class BatchDelivery {
    /** Before what came is worked off and sent on: more would only be latency. */
    static final int BATCH_DATAGRAMS = 128;
    /** Nor may a batch take longer, as one does while the code is still cold: what it made waits in the socket. */
    private static final long BATCH_NANOS = 5_000_000;

    private final LoopClock clock;
    private @Nullable PortListener listener;
    private long batchNanos;
    private boolean isInBatch;

    BatchDelivery(LoopClock clock) {
        this.clock = clock;
    }

    void start(PortListener newListener) {
        listener = newListener;
    }

    PortListener listener() {
        if (listener == null) {
            throw new IllegalStateException("the port was not started");
        }
        return listener;
    }

    /** One datagram; borrowed until this returns. */
    void deliver(ByteBuffer bytes, int offset, int length, InetSocketAddress from) {
        // For each anew: a datagram that came while others were worked off must not count as come before it was sent,
        // or
        // every clock that is told by arrivals goes wrong.
        long nowNanos = clock.nowNanos();
        if (isInBatch && nowNanos - batchNanos > BATCH_NANOS) {
            end();
        }
        if (!isInBatch) {
            isInBatch = true;
            batchNanos = nowNanos;
        }
        listener().onDatagram(bytes, offset, length, from, nowNanos);
    }

    /** No more are there for now. */
    void end() {
        if (isInBatch) {
            isInBatch = false;
            listener().onBatchEnd(batchNanos);
        }
    }
}
