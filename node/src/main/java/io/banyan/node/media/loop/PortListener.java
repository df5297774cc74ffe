package io.banyan.node.media.loop;

import io.banyan.node.plane.DropReason;
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
     * @param nowNanos when it was seen: never before it came
     */
    void onDatagram(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos);

    /**
     * No more datagrams are there for now, or enough were read.
     *
     * @param begunNanos when the batch began
     */
    void onBatchEnd(long begunNanos);

    /** The socket did not take datagrams that were committed. Called while the port sends. */
    void onNotSent(DropReason reason, int datagrams);

    /** Somebody called {@link DatagramPort#wakeUp}, once or more. */
    void onWakeUp(long nowNanos);

    void onTick(long nowNanos);
}
