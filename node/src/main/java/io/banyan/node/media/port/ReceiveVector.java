package io.banyan.node.media.port;

import io.banyan.node.media.loop.DatagramPort;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the kernel puts the datagrams of one call, and who sent them. Owned by the port's thread. */
final class ReceiveVector {
    /** For one system call. */
    static final int DATAGRAMS = 32;

    /** More than any datagram may have, so that a longer one is seen to be too long even though it was cut. */
    private static final int SLOT_BYTES = DatagramPort.MAX_DATAGRAM_BYTES;

    private static final int LINE_BYTES = 64;

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(DATAGRAMS * SLOT_BYTES + LINE_BYTES).alignedSlice(LINE_BYTES);

    private final MessageHeaders headers =
            new MessageHeaders(DATAGRAMS, DATAGRAMS, DATAGRAMS, MemorySegment.ofBuffer(buffer));

    private final SenderCache senders;

    /**
     * @param seed random
     */
    ReceiveVector(long seed) {
        senders = new SenderCache(seed);
        for (int i = 0; i < DATAGRAMS; i++) {
            headers.piece(i, (long) i * SLOT_BYTES, SLOT_BYTES);
            headers.message(i, i, SocketAddresses.BYTES, i, 1, 0);
        }
    }

    /** For a call that fills all of it. */
    long address() {
        return headers.address(0, DATAGRAMS);
    }

    /** To be called when what a call filled was read. */
    void reset(int filled) {
        for (int i = 0; i < filled; i++) {
            headers.resetNameLength(i);
        }
    }

    /** What the datagrams lie in. */
    ByteBuffer buffer() {
        return buffer;
    }

    int offset(int datagram) {
        return datagram * SLOT_BYTES;
    }

    /** Never more than fits, whatever the kernel said. */
    int length(int datagram) {
        return Math.clamp(headers.length(datagram), 0, SLOT_BYTES);
    }

    /** Who sent it; null: from nowhere that could be answered. */
    @Nullable
    InetSocketAddress sender(int datagram) {
        return senders.find(headers.names(), (long) datagram * SocketAddresses.BYTES);
    }
}
