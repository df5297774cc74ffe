package io.banyan.loadtest.netem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP forwarder to one address whose connections a test can cut (reset, and refused from then on), freeze (open, but
 * nothing passes) and let pass again. Its methods may be called from any thread.
 */
public final class TcpCutter implements AutoCloseable {
    private enum State {
        PASSING,
        FROZEN,
        CUT
    }

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.PASSING;
    private final AtomicInteger accepted = new AtomicInteger();

    private TcpCutter(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /** Forwards from a free port of {@code listen}. */
    public static TcpCutter open(InetAddress listen, InetSocketAddress target) {
        try {
            TcpCutter cutter = new TcpCutter(new ServerSocket(0, 50, listen), target);
            Thread.ofVirtual().name("tcp-cutter").start(cutter::acceptAll);
            return cutter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Resets every connection and every new one, until {@link #resume}. */
    public void cut() {
        become(State.CUT);
        sockets.forEach(TcpCutter::reset);
    }

    /** Resets every connection that is open; new ones pass. */
    public void cutOnce() {
        sockets.forEach(TcpCutter::reset);
    }

    /** Keeps every connection open and passes nothing, as a path that swallows packets does, until {@link #resume}. */
    public void freeze() {
        become(State.FROZEN);
    }

    public void resume() {
        become(State.PASSING);
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

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (state == State.CUT) {
                    reset(client);
                } else {
                    Thread.ofVirtual().name("tcp-cutter-connection").start(() -> connect(client));
                }
            } catch (IOException closed) {
                // The loop's condition ends it.
            }
        }
    }

    private void connect(Socket client) {
        Socket node = new Socket();
        sockets.add(client);
        sockets.add(node);
        try {
            node.connect(target, CONNECT_TIMEOUT_MILLIS);
            node.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            accepted.incrementAndGet();
            Thread.ofVirtual().name("tcp-cutter-down").start(() -> pump(node, client));
            pump(client, node);
        } catch (IOException refused) {
            reset(client);
        }
        if (state == State.CUT) {
            reset(client);
            reset(node);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read;
            while ((read = in.read(buffer)) >= 0) {
                awaitPassing();
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                forget(from, to);
            }
        } catch (IOException gone) {
            reset(from);
            reset(to);
            forget(from, to);
        }
    }

    private void awaitPassing() {
        lock.lock();
        try {
            while (state == State.FROZEN) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        try {
            one.close();
            other.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
