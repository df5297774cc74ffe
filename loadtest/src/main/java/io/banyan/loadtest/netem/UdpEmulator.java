package io.banyan.loadtest.netem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A UDP middlebox of real sockets between clients and a node: the node advertises {@link #address} as its candidate,
 * each client gets a socket of its own towards the node (as behind a NAT) and a {@link Netem} each way. Runs in one
 * thread of its own; its methods may be called from any.
 */
public final class UdpEmulator implements AutoCloseable {
    /** A datagram that the network can carry at all. */
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    /** What all links together may hold: seconds of a large call, and a bound on memory. */
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private static final long IDLE_WAIT_MILLIS = 1_000;
    /** Smooths the bursts of a call; the system may give less. */
    static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final Selector selector;
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final DatagramQueue queue = new DatagramQueue(MAX_QUEUED_BYTES);
    private final UdpFlowTable flows;
    private final InetSocketAddress firstNode;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final long[] deliveryNanos = new long[Netem.MAX_COPIES];
    private final Thread thread;
    private @Nullable Capture capture;
    private volatile boolean isOpen = true;

    private record Listener(DatagramChannel channel, InetSocketAddress node) {}

    private static final class Capture {
        private final int count;
        private final CompletableFuture<List<byte[]>> result;
        private final List<byte[]> datagrams = new ArrayList<>();

        Capture(int count, CompletableFuture<List<byte[]>> result) {
            this.count = count;
            this.result = result;
        }

        /** @return whether that was the last */
        boolean add(ByteBuffer received) {
            byte[] copy = new byte[received.position()];
            received.get(0, copy);
            datagrams.add(copy);
            return datagrams.size() == count && result.complete(List.copyOf(datagrams));
        }
    }

    private @Nullable CubicFlow cross;

    private UdpEmulator(
            List<InetSocketAddress> listen,
            List<InetSocketAddress> nodes,
            NetemProfile up,
            NetemProfile down,
            long seed)
            throws IOException {
        firstNode = nodes.getFirst();
        selector = Selector.open();
        flows = new UdpFlowTable(selector, up, down, seed);
        for (int i = 0; i < nodes.size(); i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.bind(listen.get(i));
            channel.register(selector, SelectionKey.OP_READ, new Listener(channel, nodes.get(i)));
            addresses.add((InetSocketAddress) channel.getLocalAddress());
        }
        thread = Thread.ofPlatform().daemon().name("udp-emulator").unstarted(this::run);
    }

    /** Stands in front of one address of a node, on a free port of {@code listen}. */
    public static UdpEmulator open(
            InetAddress listen, InetSocketAddress node, NetemProfile up, NetemProfile down, long seed) {
        return open(List.of(new InetSocketAddress(listen, 0)), List.of(node), up, down, seed);
    }

    /** Stands in front of several addresses: the i-th of {@code listen} leads to the i-th of {@code nodes}. */
    public static UdpEmulator open(
            List<InetSocketAddress> listen,
            List<InetSocketAddress> nodes,
            NetemProfile up,
            NetemProfile down,
            long seed) {
        if (listen.size() != nodes.size() || nodes.isEmpty()) {
            throw new IllegalArgumentException("one listening address for each address of the node");
        }
        try {
            UdpEmulator emulator = new UdpEmulator(listen, nodes, up, down, seed);
            emulator.thread.start();
            return emulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it stands in front of, of the first address of the node. */
    public InetSocketAddress nodeAddress() {
        return firstNode;
    }

    /** Where clients send to, of the first address of the node. */
    public InetSocketAddress address() {
        return addresses.getFirst();
    }

    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Changes what the path is like for what is offered from now on, for clients that are there and that come. */
    public void setProfiles(NetemProfile up, NetemProfile down) {
        onThread(() -> {
            flows.setProfiles(up, down);
            return true;
        });
    }

    /**
     * What goes to all clients goes through one link from now on, instead of each through its own.
     *
     * @param rival sends through it too, from now on; null: nobody
     */
    public void shareDown(Bottleneck link, @Nullable CubicFlow rival) {
        onThread(() -> {
            flows.shareDown(link);
            cross = rival;
            return true;
        });
    }

    /** Runs on the emulator's thread, which owns the links and what competes on them. */
    public <T> T call(Supplier<T> work) {
        return onThread(work);
    }

    /** Added up over all clients, gone ones too. */
    public NetemStats stats(Direction direction) {
        return onThread(() -> flows.stats(direction));
    }

    /** Copies of the next datagrams from clients, as many as asked for; completes when there are that many. */
    public CompletableFuture<List<byte[]>> capture(int count) {
        CompletableFuture<List<byte[]>> captured = new CompletableFuture<>();
        onThread(() -> {
            capture = new Capture(count, captured);
            return true;
        });
        return captured;
    }

    /** Sends a datagram to the node as if the longest known client had sent it; false: there is none. */
    public boolean inject(byte[] datagram) {
        return onThread(() -> {
            UdpFlow flow = flows.first();
            if (flow != null) {
                send(flow, Direction.UP, ByteBuffer.wrap(datagram));
            }
            return flow != null;
        });
    }

    /**
     * The paths that there are end, both ways and for good, as when a computer changes its network: who sends from another
     * address than before finds a new one.
     */
    public void cutPaths() {
        onThread(() -> {
            flows.cut();
            return true;
        });
    }

    /** The node sees every client at another address from now on, as when a router forgets what it translated. */
    public void moveClients() {
        onThread(() -> {
            try {
                flows.move();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        });
    }

    public int flowCount() {
        return onThread(flows::size);
    }

    @Override
    public void close() {
        isOpen = false;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T onThread(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        commands.add(() -> result.complete(work.get()));
        if (!isOpen) {
            throw new IllegalStateException("the emulator is closed");
        }
        selector.wakeup();
        return result.join();
    }

    private void run() {
        try {
            while (isOpen) {
                await();
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    receive(key);
                }
                selector.selectedKeys().clear();
                deliverDue();
                if (cross != null) {
                    cross.poll(System.nanoTime());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeAll();
        }
    }

    private void await() throws IOException {
        long waitNanos = queue.waitNanos(System.nanoTime());
        if (waitNanos == 0) {
            selector.selectNow();
        } else {
            selector.select(cross == null ? Math.clamp(waitNanos / 1_000_000, 1, IDLE_WAIT_MILLIS) : 1);
        }
    }

    private void receive(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        try {
            if (key.attachment() instanceof Listener listener) {
                receiveFromClients(listener);
            } else if (key.attachment() instanceof UdpFlow flow) {
                receiveFromNode(flow);
            }
        } catch (IOException unreachable) {
            // An ICMP error of an earlier datagram: the datagram is lost, as it would be on a real path.
        }
    }

    private void receiveFromClients(Listener listener) throws IOException {
        InetSocketAddress client;
        while ((client = (InetSocketAddress) listener.channel.receive(buffer.clear())) != null) {
            UdpFlow flow = flows.flowOf(client, listener.channel, listener.node, System.nanoTime());
            if (flow != null) {
                if (capture != null && capture.add(buffer)) {
                    capture = null;
                }
                pass(flow, Direction.UP);
            }
        }
    }

    private void receiveFromNode(UdpFlow flow) throws IOException {
        while (flow.upstream.read(buffer.clear()) > 0) {
            pass(flow, Direction.DOWN);
        }
    }

    private void pass(UdpFlow flow, Direction direction) {
        buffer.flip();
        if (flow.isCut) {
            return;
        }
        long nowNanos = System.nanoTime();
        int copies = flow.link(direction).offer(buffer.remaining(), nowNanos, deliveryNanos);
        for (int i = 0; i < copies; i++) {
            if (deliveryNanos[i] <= nowNanos) {
                send(flow, direction, buffer.duplicate());
            } else {
                queue.offer(buffer, flow, direction, deliveryNanos[i]);
            }
        }
    }

    private void deliverDue() {
        long nowNanos = System.nanoTime();
        DatagramQueue.@Nullable Pending due;
        while ((due = queue.pollDue(nowNanos)) != null) {
            send(due.flow(), due.direction(), due.datagram());
        }
    }

    private static void send(UdpFlow flow, Direction direction, ByteBuffer datagram) {
        try {
            if (direction == Direction.UP) {
                flow.upstream.write(datagram);
            } else {
                flow.listening.send(datagram, flow.client);
            }
        } catch (IOException gone) {
            // Nobody listens any more, or the flow was closed while this was on its way: lost.
        }
    }

    private void closeAll() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
