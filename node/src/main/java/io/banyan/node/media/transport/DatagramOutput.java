package io.banyan.node.media.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Where a transport's datagrams go. Owned by a media loop. */
@FunctionalInterface
public interface DatagramOutput {
    /**
     * Takes a copy of one datagram; it leaves at the latest when the batch that is worked on ends. What the socket does
     * not take is dropped and counted.
     */
    void send(ByteBuffer buffer, int offset, int length, InetSocketAddress to);
}
