package io.banyan.node.media.loop;

import io.banyan.node.media.transport.DatagramOutput;
import io.banyan.node.plane.PortSample;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A bound UDP port and the thread that works for it: the loop's thread. Everything but {@link #wakeUp}, {@link #start},
 * {@link #localAddress} and {@link #close} is called on that thread only.
 *
 * <p>A datagram is written in place: {@link #reserve} says where in {@link #area}, {@link #commit} says how long it has
 * become and where it goes.
 */
public interface DatagramPort extends AutoCloseable {
    /** Longer than any that is sent or received. */
    int MAX_DATAGRAM_BYTES = DatagramOutput.MAX_BYTES;

    /** Begins to deliver to the loop. Called once. */
    void start(PortListener listener);

    /** What it is bound to, with the real port. */
    InetSocketAddress localAddress();

    /** What {@link #reserve} gives room in. Always the same, big-endian, for absolute access. */
    ByteBuffer area();

    /**
     * Makes room for one datagram. What was reserved and not committed is given again.
     *
     * @param maxBytes 1 to {@link #MAX_DATAGRAM_BYTES}
     * @return where it begins in {@link #area}
     */
    int reserve(int maxBytes);

    /**
     * The datagram in the reserved room is complete and leaves at the next {@link #flush}, or before, if the port is full.
     * Those to one destination leave in this order. What the socket does not take is told to
     * {@link PortListener#onNotSent}.
     *
     * @param bytes 1 to what was reserved
     */
    void commit(int bytes, InetSocketAddress to);

    /** Sends what was committed. */
    void flush();

    /** From now on {@link PortListener#onTick} is called this often. */
    void tickEvery(long intervalNanos);

    /** Has {@link PortListener#onWakeUp} called soon. Any thread. */
    void wakeUp();

    /** What it is and what it did. */
    PortSample sample();

    /** Ends the thread and frees the port; waits for both. */
    @Override
    void close();

    /** Takes ports of one kind. */
    @FunctionalInterface
    interface Binder {
        /**
         * Takes a port. Nothing is received before {@link DatagramPort#start}.
         *
         * @param at port 0: any free one
         * @param threadName of the loop's thread
         * @throws IOException if the port is taken or the address is not this machine's
         */
        DatagramPort bind(InetSocketAddress at, String threadName) throws IOException;
    }
}
