package io.banyan.node.media.loop;

import io.banyan.node.media.transport.DatagramOutput;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Writes a loop's datagrams, with one flush for what a duty cycle made. Owned by the loop. */
final class DatagramWriter implements DatagramOutput {
    private final DatagramPort port;
    private boolean isWaiting;
    private long datagrams;
    private long bytes;

    DatagramWriter(DatagramPort port) {
        this.port = port;
    }

    @Override
    public ByteBuffer area() {
        return port.area();
    }

    @Override
    public int reserve(int maxBytes) {
        return port.reserve(maxBytes);
    }

    @Override
    public void commit(int length, InetSocketAddress to) {
        port.commit(length, to);
        isWaiting = true;
        datagrams++;
        bytes += length;
    }

    /** Sends what waits. */
    void flush() {
        if (isWaiting) {
            isWaiting = false;
            port.flush();
        }
    }

    /** The port gave up on some. */
    void onNotSent(int notSent) {
        datagrams -= notSent;
    }

    /** Since start. */
    long datagrams() {
        return datagrams;
    }

    /** Since start, UDP payload, with what the socket did not take. */
    long bytes() {
        return bytes;
    }
}
