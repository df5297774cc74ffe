package io.banyan.loadtest.netem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UdpEmulatorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private DatagramSocket node;

    @BeforeEach
    void open() throws IOException {
        node = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        node.setSoTimeout(30_000);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void shouldGiveEachClientItsOwnAddressAndBringAnswersBack() throws IOException {
        try (UdpEmulator emulator = emulator(NetemProfile.PERFECT, NetemProfile.PERFECT);
                DatagramSocket one = client();
                DatagramSocket other = client()) {
            send(one, "one", emulator.address());
            DatagramPacket fromOne = receive(node);
            send(other, "other", emulator.address());
            DatagramPacket fromOther = receive(node);
            assertThat(fromOne.getSocketAddress()).isNotEqualTo(fromOther.getSocketAddress());

            send(node, "to other", (InetSocketAddress) fromOther.getSocketAddress());
            send(node, "to one", (InetSocketAddress) fromOne.getSocketAddress());

            assertThat(text(receive(one))).isEqualTo("to one");
            DatagramPacket atOther = receive(other);
            assertThat(text(atOther)).isEqualTo("to other");
            assertThat(atOther.getSocketAddress()).isEqualTo(emulator.address());
            assertThat(emulator.flowCount()).isEqualTo(2);
        }
    }

    @Test
    void shouldCutThePathsThatThereAreAndLetNewOnesThrough() throws IOException {
        try (UdpEmulator emulator = emulator(NetemProfile.PERFECT, NetemProfile.PERFECT);
                DatagramSocket before = client();
                DatagramSocket after = client()) {
            send(before, "before", emulator.address());
            SocketAddress old = receive(node).getSocketAddress();

            emulator.cutPaths();
            send(before, "lost", emulator.address());
            send(node, "lost too", (InetSocketAddress) old);
            send(after, "after", emulator.address());

            assertThat(text(receive(node))).isEqualTo("after");
            before.setSoTimeout(200);
            assertThatThrownBy(() -> receive(before)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void shouldMoveAClientToAnotherAddressAndStillBringItsAnswersBack() throws IOException {
        try (UdpEmulator emulator = emulator(NetemProfile.PERFECT, NetemProfile.PERFECT);
                DatagramSocket client = client()) {
            send(client, "here", emulator.address());
            SocketAddress old = receive(node).getSocketAddress();

            emulator.moveClients();
            send(client, "there", emulator.address());
            SocketAddress moved = receive(node).getSocketAddress();
            send(node, "answer", (InetSocketAddress) moved);

            assertThat(moved).isNotEqualTo(old);
            assertThat(text(receive(client))).isEqualTo("answer");
        }
    }

    @Test
    void shouldLoseByDirectionAndCount() throws IOException {
        try (UdpEmulator emulator = emulator(NetemProfile.randomLoss(0.5), NetemProfile.PERFECT);
                DatagramSocket client = client()) {
            for (int i = 0; i < 400; i++) {
                send(client, "datagram " + i, emulator.address());
            }
            int arrived = drain(node);

            NetemStats up = emulator.stats(Direction.UP);
            assertThat(up.offered()).isEqualTo(400);
            assertThat(up.lost()).isBetween(140L, 260L);
            assertThat(arrived).isEqualTo((int) up.delivered());
        }
    }

    @Test
    void shouldDelayAndChangeWhileRunning() throws IOException {
        try (UdpEmulator emulator = emulator(NetemProfile.PERFECT, NetemProfile.PERFECT);
                DatagramSocket client = client()) {
            emulator.setProfiles(
                    NetemProfile.PERFECT.withDelay(Duration.ofMillis(60), Duration.ZERO), NetemProfile.PERFECT);
            long sentNanos = System.nanoTime();
            send(client, "late", emulator.address());
            assertThat(text(receive(node))).isEqualTo("late");
            assertThat(System.nanoTime() - sentNanos).isGreaterThanOrEqualTo(60_000_000);

            emulator.setProfiles(NetemProfile.randomLoss(1), NetemProfile.PERFECT);
            send(client, "lost", emulator.address());
            assertThat(drain(node)).isZero();
        }
    }

    private UdpEmulator emulator(NetemProfile up, NetemProfile down) {
        return UdpEmulator.open(LOOPBACK, (InetSocketAddress) node.getLocalSocketAddress(), up, down, 17);
    }

    private static DatagramSocket client() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return packet;
    }

    private static int drain(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(400);
        int count = 0;
        try {
            while (true) {
                receive(socket);
                count++;
            }
        } catch (SocketTimeoutException nothingMore) {
            return count;
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
}
