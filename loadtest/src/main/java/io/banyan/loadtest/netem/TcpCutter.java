package io.banyan.loadtest.netem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP forwarder to one address whose connections a test can delay, cut (reset, and refused from then on), freeze (open,
 * but nothing passes, one way or both) and let pass again. Its methods may be called from any thread.
 */
public final class TcpCutter implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private record Connection(Socket client, Socket node, TcpPump up, TcpPump down) {}

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong seeds;
    private volatile NetemProfile up;
    private volatile NetemProfile down;
    private volatile boolean isCut;
    private volatile boolean holdsUp;
    private volatile boolean holdsDown;

    private TcpCutter(ServerSocket server, InetSocketAddress target, NetemProfile up, NetemProfile down, long seed) {
        this.server = server;
        this.target = target;
        this.up = up;
        this.down = down;
        seeds = new AtomicLong(seed);
    }

    /** Forwards from a free port of {@code listen}, at once. */
    public static TcpCutter open(InetAddress listen, InetSocketAddress target) {
        return open(listen, target, NetemProfile.PERFECT, NetemProfile.PERFECT, 1);
    }

    /**
     * Forwards from a free port of {@code listen}. A loss delays what comes after it, as a retransmission does.
     *
     * @param up of what clients send
     * @param down of what they get
     */
    public static TcpCutter open(
            InetAddress listen, InetSocketAddress target, NetemProfile up, NetemProfile down, long seed) {
        try {
            TcpCutter cutter = new TcpCutter(new ServerSocket(0, 50, listen), target, up, down, seed);
            Thread.ofVirtual().name("tcp-cutter").start(cutter::acceptAll);
            return cutter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Changes what the path is like for what is sent from now on. */
    public void setProfiles(NetemProfile newUp, NetemProfile newDown) {
        up = newUp;
        down = newDown;
        connections.forEach(connection -> {
            connection.up().setProfile(newUp);
            connection.down().setProfile(newDown);
        });
    }

    /** Resets every connection and every new one, until {@link #resume}. */
    public void cut() {
        become(true, false, false);
        connections.forEach(TcpCutter::reset);
    }

    /** Resets every connection that is open; new ones pass. */
    public void cutOnce() {
        connections.forEach(TcpCutter::reset);
    }

    /** Keeps every connection open and passes nothing, as a path that swallows packets does, until {@link #resume}. */
    public void freeze() {
        hold(true, true);
    }

    /** As {@link #freeze}, one way or both: what is held comes when it is let go, and no connection begins meanwhile. */
    public void hold(boolean holdUp, boolean holdDown) {
        become(false, holdUp, holdDown);
    }

    public void resume() {
        become(false, false, false);
    }

    /** Connections that clients have made so far, refused ones not counted. */
    public int acceptedCount() {
        return accepted.get();
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void become(boolean cut, boolean holdUp, boolean holdDown) {
        lock.lock();
        try {
            isCut = cut;
            holdsUp = holdUp;
            holdsDown = holdDown;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (isCut) {
                    reset(client);
                } else {
                    Thread.ofVirtual().name("tcp-cutter-connection").start(() -> run(client));
                }
            } catch (IOException closed) {
                // The loop's condition ends it.
            }
        }
    }

    private void run(Socket client) {
        // To the kernel the client is connected; over this path its SYN and the answer are on their way.
        long connectedNanos = System.nanoTime() + up.delayNanos() + down.delayNanos();
        Connection connection = new Connection(
                client,
                new Socket(),
                new TcpPump(up, seeds.incrementAndGet(), connectedNanos),
                new TcpPump(down, seeds.incrementAndGet(), connectedNanos));
        connections.add(connection);
        try {
            Thread.ofVirtual().name("tcp-cutter-read").start(() -> read(connection, connection.up(), client));
            if (!connect(connection, connectedNanos)) {
                reset(connection);
                return;
            }
            accepted.incrementAndGet();
            if (isCut) {
                reset(connection);
                return;
            }
            Thread.ofVirtual()
                    .name("tcp-cutter-read")
                    .start(() -> read(connection, connection.down(), connection.node()));
            Thread writer = Thread.ofVirtual()
                    .name("tcp-cutter-down")
                    .start(() -> write(connection, connection.down(), client, false));
            write(connection, connection.up(), connection.node(), true);
            writer.join();
            reset(connection);
        } catch (IOException | InterruptedException refused) {
            reset(connection);
        } finally {
            connections.remove(connection);
        }
    }

    /** False: the client has given up before its connection came through. */
    private boolean connect(Connection connection, long connectedNanos) throws IOException, InterruptedException {
        TcpPump.sleepUntil(connectedNanos);
        awaitPassing(true);
        awaitPassing(false);
        if (connection.up().hasEnded()) {
            return false;
        }
        connection.node().connect(target, CONNECT_TIMEOUT_MILLIS);
        connection.node().setTcpNoDelay(true);
        connection.client().setTcpNoDelay(true);
        return true;
    }

    private static void read(Connection connection, TcpPump pump, Socket from) {
        try {
            pump.readAll(from);
        } catch (IOException | InterruptedException gone) {
            reset(connection);
        }
    }

    private void write(Connection connection, TcpPump pump, Socket to, boolean isUp) {
        try {
            pump.writeAll(to, () -> awaitPassing(isUp));
            to.shutdownOutput();
        } catch (IOException | InterruptedException gone) {
            reset(connection);
        }
    }

    private void awaitPassing(boolean isUp) {
        lock.lock();
        try {
            while (isUp ? holdsUp : holdsDown) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Connection connection) {
        reset(connection.client());
        reset(connection.node());
    }

    /** Closes with a RST, so that the other end sees a broken connection and not an orderly end. */
    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException alreadyGone) {
            // What was wanted.
        }
    }
}
