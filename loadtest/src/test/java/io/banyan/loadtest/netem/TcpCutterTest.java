package io.banyan.loadtest.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpCutterTest {
    private ServerSocket echo;
    private TcpCutter cutter;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::echoAll);
        cutter = TcpCutter.open(InetAddress.getLoopbackAddress(), (InetSocketAddress) echo.getLocalSocketAddress());
    }

    @AfterEach
    void close() throws IOException {
        cutter.close();
        echo.close();
    }

    @Test
    void shouldDelayEachWayAndTheConnectionItself() throws IOException {
        java.time.Duration delay = java.time.Duration.ofMillis(40);
        NetemProfile far = NetemProfile.PERFECT.withDelay(delay, java.time.Duration.ZERO);
        cutter.setProfiles(far, far);
        try (Socket client = connect()) {
            long startNanos = System.nanoTime();
            assertThat(echoed(client, 'a')).isEqualTo('a');
            // The connection's own round trip, then the byte's.
            assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(4 * delay.toNanos());
            cutter.setProfiles(NetemProfile.PERFECT, far);
            startNanos = System.nanoTime();
            assertThat(echoed(client, 'b')).isEqualTo('b');
            assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(delay.toNanos());
        }
    }

    @Test
    void shouldKeepEveryByteInOrderOverALossyPath() throws IOException {
        cutter.setProfiles(
                NetemProfile.randomLoss(0.3).withDelay(java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(3)),
                NetemProfile.PERFECT);
        try (Socket client = connect()) {
            for (int i = 0; i < 8; i++) {
                client.getOutputStream().write('a' + i);
                client.getOutputStream().flush();
            }
            for (int i = 0; i < 8; i++) {
                assertThat(client.getInputStream().read()).isEqualTo('a' + i);
            }
        }
    }

    @Test
    void shouldHoldOneWayOnly() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoed(client, 'a')).isEqualTo('a');
            cutter.hold(true, false);
            client.getOutputStream().write('b');
            client.setSoTimeout(200);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            cutter.resume();
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void shouldPassBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoed(client, 'a')).isEqualTo('a');
            assertThat(echoed(client, 'b')).isEqualTo('b');
        }
    }

    @Test
    void shouldResetConnectionsAndNewOnesUntilResumed() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoed(client, 'a')).isEqualTo('a');
            cutter.cut();
            assertThatThrownBy(() -> echoed(client, 'b')).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        echoed(client, 'c');
                    }
                })
                .isInstanceOf(SocketException.class);
        cutter.resume();
        try (Socket client = connect()) {
            assertThat(echoed(client, 'd')).isEqualTo('d');
        }
    }

    @Test
    void shouldHoldBytesWhileFrozen() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoed(client, 'a')).isEqualTo('a');
            cutter.freeze();
            client.getOutputStream().write('b');
            client.setSoTimeout(200);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            cutter.resume();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket();
        client.setSoTimeout(5_000);
        client.connect(cutter.address());
        return client;
    }

    private static int echoed(Socket client, int octet) throws IOException {
        client.getOutputStream().write(octet);
        return client.getInputStream().read();
    }

    private void echoAll() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException closed) {
                // Ends with the test.
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException reset) {
            // What some of these tests are about.
        }
    }
}
