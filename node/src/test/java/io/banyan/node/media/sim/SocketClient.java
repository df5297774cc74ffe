package io.banyan.node.media.sim;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A {@link TestPeer} on a real socket. Polled by one thread. */
final class SocketClient implements AutoCloseable {
    private final DatagramChannel channel;
    private final TestPeer peer;
    private final ByteBuffer in = ByteBuffer.allocateDirect(2_048);

    SocketClient(
            IceCredentials own,
            IceCredentials node,
            Fingerprint nodeFingerprint,
            InetSocketAddress nodeAddress,
            long seed)
            throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.connect(nodeAddress);
        peer = new TestPeer(own, node, nodeFingerprint, this::write, seed, System.nanoTime());
    }

    TestPeer peer() {
        return peer;
    }

    /** Reads what is there and does what is due. */
    void poll() {
        try {
            while (channel.read(in.clear()) > 0) {
                peer.onDatagram(bytes(), System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        peer.poll(System.nanoTime());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[in.position()];
        in.get(0, bytes);
        return bytes;
    }

    private void write(byte[] datagram) {
        try {
            channel.write(ByteBuffer.wrap(datagram));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        peer.close();
        channel.close();
    }
}
