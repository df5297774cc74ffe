package io.banyan.node.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What a port drives: one duty cycle is either a batch of datagrams and its end, a wake-up, or a tick. All calls come on
 * the port's thread.
 */
public interface PortListener {
    /**
     * One datagram of a batch.
     *
     * @param buffer lent until the call returns; absolute access only
     * @param nowNanos the same for the whole batch
     */
    void onDatagram(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos);

    /** No more datagrams are there for now. */
    void onBatchEnd(long nowNanos);

    /** Somebody called {@link DatagramPort#wakeUp}, once or more. */
    void onWakeUp(long nowNanos);

    void onTick(long nowNanos);
}
