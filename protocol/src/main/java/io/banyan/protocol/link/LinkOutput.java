package io.banyan.protocol.link;

import java.nio.ByteBuffer;

/** Takes a link's datagrams to its peer. */
@FunctionalInterface
public interface LinkOutput {
    /**
     * Sends a datagram. The bytes are the link's: they are written over after the call.
     *
     * @param offset absolute
     * @param length in bytes
     */
    void send(ByteBuffer buffer, int offset, int length);
}
