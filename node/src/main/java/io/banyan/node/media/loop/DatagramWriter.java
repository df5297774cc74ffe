package io.banyan.node.media.loop;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.transport.DatagramOutput;
import io.banyan.node.plane.DropReason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Writes a loop's datagrams, with one flush for what a duty cycle made. Owned by the loop. */
final class DatagramWriter implements DatagramOutput {
    /** A large room makes thousands of one batch: they need not wait for each other, nor fill the port's buffer. */
    private static final int FLUSH_DATAGRAMS = 256;

    private final DatagramPort port;
    private final DropCounters drops;
    private int waiting;
    private long datagrams;
    private long bytes;

    DatagramWriter(DatagramPort port, DropCounters drops) {
        this.port = port;
        this.drops = drops;
    }

    @Override
    public void send(ByteBuffer buffer, int offset, int length, InetSocketAddress to) {
        if (!port.send(buffer, offset, length, to)) {
            drops.count(DropReason.SEND_BUFFER_FULL);
            return;
        }
        datagrams++;
        bytes += length;
        if (++waiting == FLUSH_DATAGRAMS) {
            flush();
        }
    }

    /** Sends what waits. */
    void flush() {
        if (waiting > 0) {
            waiting = 0;
            port.flush();
        }
    }

    /** Since start. */
    long datagrams() {
        return datagrams;
    }

    /** Since start, UDP payload. */
    long bytes() {
        return bytes;
    }
}
