package io.banyan.node.media.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.banyan.cluster.PortKind;
import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.PortListener;
import io.banyan.node.plane.DropReason;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every port must do, over real sockets. */
class DatagramPortTest {
    private static final long MS = 1_000_000;
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final InetSocketAddress LOOPBACK6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final Listener listener = new Listener();

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldTellWhenEachDatagramWasSeenAndEndABatchThatTakesLong(PortKind kind) throws Exception {
        // Looking at the clock takes 2 ms here, as working a datagram off does in a cold JVM.
        AtomicLong time = new AtomicLong();
        try (DatagramPort port = bind(kind, LOOPBACK, () -> time.addAndGet(2 * MS));
                DatagramSocket sender = new DatagramSocket()) {
            // Before the port listens, so that all are read as one batch.
            for (int i = 0; i < 5; i++) {
                sender.send(new DatagramPacket(new byte[] {(byte) i}, 1, port.localAddress()));
            }
            port.start(listener);
            for (String expected : List.of("0 at 2", "1 at 4", "2 at 6", "end of 2", "3 at 8", "4 at 10", "end of 8")) {
                assertThat(listener.events.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldDeliverBytesAndSendersOfBothAddressFamilies(PortKind kind) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
        try (DatagramPort port = bind(kind, any, LoopClock.system());
                DatagramSocket v4 = new DatagramSocket(LOOPBACK);
                DatagramSocket v6 = new DatagramSocket(LOOPBACK6)) {
            port.start(listener);
            int number = port.localAddress().getPort();
            SplittableRandom random = new SplittableRandom(7);
            for (int bytes : List.of(1, 2, 63, 1200, 1500, 2047)) {
                byte[] sent = new byte[bytes];
                random.nextBytes(sent);
                v4.send(new DatagramPacket(sent, bytes, LOOPBACK.getAddress(), number));
                assertThat(listener.datagrams.poll(10, TimeUnit.SECONDS))
                        .isEqualTo(new Received(sent, (InetSocketAddress) v4.getLocalSocketAddress()));
                v6.send(new DatagramPacket(sent, bytes, LOOPBACK6.getAddress(), number));
                assertThat(listener.datagrams.poll(10, TimeUnit.SECONDS))
                        .isEqualTo(new Received(sent, (InetSocketAddress) v6.getLocalSocketAddress()));
            }
            listener.onLoop(port, _ -> {
                send(port, new byte[] {4}, (InetSocketAddress) v4.getLocalSocketAddress());
                send(port, new byte[] {6}, (InetSocketAddress) v6.getLocalSocketAddress());
                port.flush();
            });
            assertThat(receive(v4)).containsExactly(4);
            assertThat(receive(v6)).containsExactly(6);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldDeliverNothingWholeThatIsLongerThanItsRoom(PortKind kind) throws Exception {
        try (DatagramPort port = bind(kind, LOOPBACK, LoopClock.system());
                DatagramSocket sender = new DatagramSocket()) {
            port.start(listener);
            for (int bytes : List.of(2048, 2049, 9000, 65_000)) {
                sender.send(new DatagramPacket(new byte[bytes], bytes, port.localAddress()));
                Received received = listener.datagrams.poll(10, TimeUnit.SECONDS);
                assertThat(received).isNotNull();
                assertThat(received.length()).isEqualTo(2048);
            }
            sender.send(new DatagramPacket(new byte[0], 0, port.localAddress()));
            sender.send(new DatagramPacket(new byte[] {1}, 1, port.localAddress()));
            Received next = listener.datagrams.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            assertThat(next.length()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldSendEveryDestinationItsDatagramsWholeAndInOrder(PortKind kind) throws Exception {
        // Runs of every form: equal, with a shorter end, growing, single; more than one flush takes.
        SplittableRandom random = new SplittableRandom(11);
        List<DatagramSocket> receivers = new ArrayList<>();
        List<List<byte[]>> expected = new ArrayList<>();
        try (DatagramPort port = bind(kind, LOOPBACK, LoopClock.system())) {
            for (int i = 0; i < 12; i++) {
                DatagramSocket receiver = new DatagramSocket(null);
                receiver.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
                receiver.bind(LOOPBACK);
                receivers.add(receiver);
                expected.add(new ArrayList<>());
            }
            int[] usual = {1200, 1200, 1200, 700, 120, 1500};
            List<Runnable> sends = new ArrayList<>();
            int[] last = new int[receivers.size()];
            Arrays.fill(last, 1200);
            for (int i = 0; i < 6_000; i++) {
                int to = random.nextInt(receivers.size());
                if (random.nextInt(4) == 0) {
                    last[to] = random.nextInt(5) == 0 ? random.nextInt(1, 1500) : usual[random.nextInt(usual.length)];
                }
                byte[] datagram = new byte[last[to]];
                random.nextBytes(datagram);
                expected.get(to).add(datagram);
                InetSocketAddress address =
                        (InetSocketAddress) receivers.get(to).getLocalSocketAddress();
                // Another object each time: what counts is what it says.
                sends.add(() -> send(port, datagram, new InetSocketAddress(address.getAddress(), address.getPort())));
            }
            port.start(listener);
            for (int from = 0; from < sends.size(); from += 3_000) {
                List<Runnable> batch = sends.subList(from, from + 3_000);
                listener.onLoop(port, _ -> {
                    batch.forEach(Runnable::run);
                    port.flush();
                });
                for (int to = 0; to < receivers.size(); to++) {
                    drain(receivers.get(to), expected.get(to), from + 3_000 == sends.size());
                }
            }
            assertThat(expected).allSatisfy(rest -> assertThat(rest).isEmpty());
            assertThat(listener.notSent.get()).isZero();
        } finally {
            receivers.forEach(DatagramSocket::close);
        }
    }

    /** Takes what has come, and if it is the last time, waits for all of it. */
    private static void drain(DatagramSocket receiver, List<byte[]> expected, boolean isLast) throws IOException {
        int taken = 0;
        try {
            while (taken < expected.size()) {
                receiver.setSoTimeout(isLast ? 10_000 : 50);
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                receiver.receive(packet);
                assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(expected.get(taken));
                taken++;
            }
        } catch (SocketTimeoutException noMoreYet) {
            assertThat(isLast).isFalse();
        }
        expected.subList(0, taken).clear();
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldTakeNoMoreThanWasReserved(PortKind kind) throws Exception {
        try (DatagramPort port = bind(kind, LOOPBACK, LoopClock.system())) {
            port.start(listener);
            InetSocketAddress to = new InetSocketAddress(LOOPBACK.getAddress(), 9);
            listener.onLoop(port, _ -> {
                for (int bytes : new int[] {0, -1, Integer.MIN_VALUE, 2049, Integer.MAX_VALUE}) {
                    assertThatThrownBy(() -> port.reserve(bytes)).isInstanceOf(IllegalArgumentException.class);
                }
                for (int bytes : new int[] {0, -1, Integer.MIN_VALUE, 101, 2048, Integer.MAX_VALUE}) {
                    int at = port.reserve(100);
                    assertThat(at).isBetween(0, port.area().limit() - 100);
                    assertThatThrownBy(() -> port.commit(bytes, to)).isInstanceOf(IllegalArgumentException.class);
                }
                port.reserve(100);
                port.commit(100, to);
                assertThatThrownBy(() -> port.commit(100, to)).isInstanceOf(IllegalArgumentException.class);
                port.flush();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldWakeUpForEveryoneAndTickUntilItIsClosed(PortKind kind) throws Exception {
        DatagramPort port = bind(kind, LOOPBACK, LoopClock.system());
        try (port) {
            port.start(listener);
            for (int i = 0; i < 1_000; i++) {
                listener.onLoop(port, _ -> {});
            }
            listener.onLoop(port, _ -> port.tickEvery(MS));
            assertThat(listener.ticks.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(listener.ticks.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        listener.ticks.clear();
        port.wakeUp();
        port.close();
        assertThat(listener.ticks).isEmpty();
        try (DatagramPort again = bind(kind, port.localAddress(), LoopClock.system())) {
            assertThat(again.localAddress()).isEqualTo(port.localAddress());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldRefuseAPortThatIsTakenAndAnAddressOfAnotherMachine(PortKind kind) throws Exception {
        try (DatagramPort port = bind(kind, LOOPBACK, LoopClock.system())) {
            assertThatThrownBy(() -> bind(kind, port.localAddress(), LoopClock.system()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(port.localAddress().toString());
        }
        InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
        assertThatThrownBy(() -> bind(kind, elsewhere, LoopClock.system())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NETTY"})
    void shouldLiveOnWhenALoopFailsAndWhenSomewhereCannotBeSentTo(PortKind kind) throws Exception {
        try (DatagramPort port = bind(kind, LOOPBACK, LoopClock.system());
                DatagramSocket receiver = new DatagramSocket(LOOPBACK)) {
            port.start(listener);
            listener.onLoopUnchecked(port, _ -> {
                listener.done.add("failing");
                throw new IllegalStateException("on purpose");
            });
            // What was to be done with it in one go would go under with it.
            assertThat(listener.done.poll(20, TimeUnit.SECONDS)).isEqualTo("failing");
            InetSocketAddress there = (InetSocketAddress) receiver.getLocalSocketAddress();
            InetSocketAddress nowhere = new InetSocketAddress(Inet6Address.ofLiteral("2001:db8::1"), 9);
            InetSocketAddress portless = new InetSocketAddress(LOOPBACK.getAddress(), 0);
            listener.onLoop(port, _ -> {
                send(port, new byte[] {1}, there);
                send(port, new byte[] {2}, nowhere);
                send(port, new byte[] {3}, portless);
                send(port, new byte[] {4}, there);
                port.flush();
            });
            assertThat(receive(receiver)).containsExactly(1);
            assertThat(receive(receiver)).containsExactly(4);
        }
    }

    private static DatagramPort bind(PortKind kind, InetSocketAddress at, LoopClock clock) throws IOException {
        assumeTrue(kind != PortKind.LINUX || LinuxDatagramPort.isAvailable());
        return DatagramPorts.of(kind, clock).bind(at, "test-port");
    }

    private static void send(DatagramPort port, byte[] datagram, InetSocketAddress to) {
        int at = port.reserve(datagram.length);
        port.area().put(at, datagram);
        port.commit(datagram.length, to);
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** A datagram as hexadecimal digits, and its sender. */
    private record Received(String digits, InetSocketAddress from) {
        Received(byte[] bytes, InetSocketAddress from) {
            this(HexFormat.of().formatHex(bytes), from);
        }

        int length() {
            return digits.length() / 2;
        }
    }

    private static final class Listener implements PortListener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final BlockingQueue<Received> datagrams = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> ticks = new LinkedBlockingQueue<>();
        private final BlockingQueue<Consumer<Long>> work = new LinkedBlockingQueue<>();
        private final BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        private final AtomicLong notSent = new AtomicLong();

        /** Runs something on the loop's thread, and waits for it. */
        void onLoop(DatagramPort port, Consumer<Long> task) throws InterruptedException {
            onLoopUnchecked(port, now -> {
                try {
                    task.accept(now);
                    done.add("done");
                } catch (RuntimeException | AssertionError failure) {
                    done.add(failure);
                    throw failure;
                }
            });
            assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo("done");
        }

        void onLoopUnchecked(DatagramPort port, Consumer<Long> task) {
            work.add(task);
            port.wakeUp();
        }

        @Override
        public void onDatagram(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
            byte[] bytes = new byte[length];
            buffer.get(offset, bytes);
            datagrams.add(new Received(bytes, from));
            events.add((length == 0 ? -1 : bytes[0]) + " at " + nowNanos / MS);
        }

        @Override
        public void onBatchEnd(long begunNanos) {
            events.add("end of " + begunNanos / MS);
        }

        @Override
        public void onNotSent(DropReason reason, int count) {
            notSent.addAndGet(count);
        }

        @Override
        public void onWakeUp(long nowNanos) {
            Consumer<Long> task = work.poll();
            while (task != null) {
                task.accept(nowNanos);
                task = work.poll();
            }
        }

        @Override
        public void onTick(long nowNanos) {
            ticks.add(nowNanos);
        }
    }
}
