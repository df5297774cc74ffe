package io.banyan.node.media.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Where a transport's datagrams go. They leave at the latest when the batch that is worked on ends; what the socket does
 * not take is dropped and counted. Owned by a media loop.
 */
public interface DatagramOutput {
    /** Longer than any that may be sent. */
    int MAX_BYTES = 2_048;

    /** What {@link #reserve} gives room in; always the same, for absolute access. */
    ByteBuffer area();

    /**
     * Makes room for one datagram, to be written in place. Holds until the next call of this or {@link #send}.
     *
     * @param maxBytes 1 to {@link #MAX_BYTES}
     * @return where it begins in {@link #area}
     */
    int reserve(int maxBytes);

    /**
     * The datagram in the reserved room is complete.
     *
     * @param length of it in bytes, 1 to what was reserved
     */
    void commit(int length, InetSocketAddress to);

    /**
     * Sends a copy of a datagram.
     *
     * @param length 1 to {@link #MAX_BYTES}
     */
    default void send(ByteBuffer buffer, int offset, int length, InetSocketAddress to) {
        int at = reserve(length);
        area().put(at, buffer, offset, length);
        commit(length, to);
    }
}
