package io.banyan.loadtest.netem;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** One client as the emulator sees it: its address, the socket that stands for it towards the node, its two links. */
final class UdpFlow implements AutoCloseable {
    final InetSocketAddress client;
    final DatagramChannel listening;
    DatagramChannel upstream;
    Netem up;
    Netem down;
    NetemStats upBefore = NetemStats.ZERO;
    NetemStats downBefore = NetemStats.ZERO;
    long lastHeardNanos;
    /** Nothing passes any more. */
    boolean isCut;

    private final InetSocketAddress node;

    UdpFlow(
            InetSocketAddress client,
            DatagramChannel listening,
            InetSocketAddress node,
            Selector selector,
            Netem up,
            Netem down)
            throws IOException {
        this.client = client;
        this.listening = listening;
        this.up = up;
        this.down = down;
        this.node = node;
        this.upstream = open(selector);
    }

    Netem link(Direction direction) {
        return direction == Direction.UP ? up : down;
    }

    /** From here on other links, with the counts so far kept. */
    void relink(Netem newUp, Netem newDown) {
        upBefore = upBefore.plus(up.stats());
        downBefore = downBefore.plus(down.stats());
        up = newUp;
        down = newDown;
    }

    NetemStats stats(Direction direction) {
        return direction == Direction.UP ? upBefore.plus(up.stats()) : downBefore.plus(down.stats());
    }

    /** Another socket takes the place of the one that stands for the client; what is on its way to the old one is lost. */
    void move(Selector selector) throws IOException {
        DatagramChannel next = open(selector);
        upstream.close();
        upstream = next;
    }

    private DatagramChannel open(Selector selector) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, UdpEmulator.SOCKET_BUFFER_BYTES);
        channel.connect(node);
        channel.register(selector, SelectionKey.OP_READ, this);
        return channel;
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
