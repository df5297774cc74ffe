package io.banyan.node.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NettyDatagramPortTest {
    private static final long MS = 1_000_000;

    /** Looking at the clock takes 2 ms here, as working a datagram off does in a cold JVM. */
    private final AtomicLong time = new AtomicLong();

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void shouldTellWhenEachDatagramWasSeenAndEndABatchThatTakesLong() throws IOException, InterruptedException {
        NettyDatagramPort port = NettyDatagramPort.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "test-port", () -> time.addAndGet(2 * MS));
        try (port;
                DatagramSocket sender = new DatagramSocket()) {
            // Before the port listens, so that all are read as one batch.
            for (int i = 0; i < 5; i++) {
                sender.send(new DatagramPacket(new byte[] {(byte) i}, 1, port.localAddress()));
            }
            port.start(new Listener());
            for (String expected : List.of("0 at 2", "1 at 4", "2 at 6", "end of 2", "3 at 8", "4 at 10", "end of 8")) {
                assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }
    }

    private final class Listener implements PortListener {
        @Override
        public void onDatagram(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
            seen.add(buffer.get(offset) + " at " + nowNanos / MS);
        }

        @Override
        public void onBatchEnd(long begunNanos) {
            seen.add("end of " + begunNanos / MS);
        }

        @Override
        public void onWakeUp(long nowNanos) {}

        @Override
        public void onTick(long nowNanos) {}
    }
}
