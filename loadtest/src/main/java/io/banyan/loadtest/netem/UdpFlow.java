package io.banyan.loadtest.netem;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** One client as the emulator sees it: its address, the socket that stands for it towards the node, its two links. */
final class UdpFlow implements AutoCloseable {
    final InetSocketAddress client;
    final DatagramChannel listening;
    final DatagramChannel upstream;
    Netem up;
    Netem down;
    NetemStats upBefore = NetemStats.ZERO;
    NetemStats downBefore = NetemStats.ZERO;
    long lastHeardNanos;

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
        this.upstream = DatagramChannel.open();
        upstream.configureBlocking(false);
        upstream.connect(node);
        upstream.register(selector, SelectionKey.OP_READ, this);
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

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
