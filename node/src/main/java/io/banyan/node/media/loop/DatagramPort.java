package io.banyan.node.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A bound UDP port and the thread that works for it: the loop's thread. Everything but {@link #wakeUp}, {@link #start},
 * {@link #localAddress} and {@link #close} is called on that thread only.
 */
public interface DatagramPort extends AutoCloseable {
    /** Begins to deliver to the loop. Called once. */
    void start(PortListener listener);

    /** What it is bound to, with the real port. */
    InetSocketAddress localAddress();

    /**
     * Takes a copy of one datagram, to be sent at the next {@link #flush}.
     *
     * @return false if it cannot: too much is waiting already, the datagram is dropped
     */
    boolean send(ByteBuffer buffer, int offset, int length, InetSocketAddress to);

    /** Sends what was taken. */
    void flush();

    /** From now on {@link PortListener#onTick} is called this often. */
    void tickEvery(long intervalNanos);

    /** Has {@link PortListener#onWakeUp} called soon. Any thread. */
    void wakeUp();

    /** Ends the thread and frees the port; waits for both. */
    @Override
    void close();
}
