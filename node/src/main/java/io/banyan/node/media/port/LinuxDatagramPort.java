package io.banyan.node.media.port;

import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.PortListener;
import io.banyan.node.plane.PortSample;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast port: Linux's own calls, with a thread of its own. It reads up to {@value ReceiveVector#DATAGRAMS} datagrams
 * with one call, sends what a duty cycle made with one, runs as one message each, and sleeps when there is nothing to do.
 */
public final class LinuxDatagramPort implements DatagramPort {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxDatagramPort.class);

    private static final long FOREVER = Long.MAX_VALUE;
    private static final Duration END = Duration.ofSeconds(5);

    private final LinuxSocket socket;
    private final Doorbell bell;
    private final String threadName;
    private final LoopClock clock;
    private final ReceiveVector received;
    private final Sending sending;
    private final BatchDelivery delivery;
    private volatile boolean isClosing;
    private volatile @Nullable Thread thread;
    private boolean isReadable;
    private long tickNanos = FOREVER;
    private long nextTickNanos;

    private LinuxDatagramPort(LinuxSocket socket, String threadName, LoopClock clock, long seed) {
        this.socket = socket;
        this.threadName = threadName;
        this.clock = clock;
        bell = socket.bell();
        received = new ReceiveVector(seed);
        sending = new Sending(socket, new SendVector(socket.family()), socket.canSegment());
        delivery = new BatchDelivery(clock);
    }

    /** Whether this machine has what the port needs. */
    public static boolean isAvailable() {
        if (!Libc.isKnownMachine()) {
            return false;
        }
        try {
            return Libc.isComplete();
        } catch (LinkageError missing) {
            LOG.info("this machine's C library lacks a call that the Linux port needs", missing);
            return false;
        }
    }

    /**
     * Takes a port. Nothing is received before {@link #start}.
     *
     * @param at port 0: any free one
     * @param threadName of the loop's thread
     * @param seed random
     * @throws IOException if the port is taken or the address is not this machine's
     */
    public static LinuxDatagramPort bind(InetSocketAddress at, String threadName, LoopClock clock, long seed)
            throws IOException {
        LinuxSocket socket = LinuxSocket.bind(at);
        int in = socket.setBuffer(Libc.SO_RCVBUF, Libc.SO_RCVBUFFORCE, SocketBuffers.WANTED_BYTES);
        int out = socket.setBuffer(Libc.SO_SNDBUF, Libc.SO_SNDBUFFORCE, SocketBuffers.WANTED_BYTES);
        LinuxDatagramPort port = new LinuxDatagramPort(socket, threadName, clock, seed);
        String way = port.sample().segments() ? "recvmmsg, sendmmsg and UDP_SEGMENT" : "recvmmsg and sendmmsg";
        SocketBuffers.say(socket.localAddress(), way, in, out);
        return port;
    }

    @Override
    public void start(PortListener listener) {
        delivery.start(listener);
        sending.start(listener::onNotSent);
        thread = Thread.ofPlatform().daemon().name(threadName).start(this::run);
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public ByteBuffer area() {
        return sending.area();
    }

    @Override
    public int reserve(int maxBytes) {
        return sending.reserve(maxBytes);
    }

    @Override
    public void commit(int bytes, InetSocketAddress to) {
        sending.commit(bytes, to);
    }

    @Override
    public void flush() {
        sending.flush();
    }

    @Override
    public void tickEvery(long intervalNanos) {
        tickNanos = intervalNanos;
        nextTickNanos = System.nanoTime() + intervalNanos;
    }

    @Override
    public void wakeUp() {
        bell.ring();
    }

    @Override
    public PortSample sample() {
        return sending.sample();
    }

    private void run() {
        while (!isClosing) {
            try {
                cycle();
            } catch (RuntimeException | Error bug) {
                // The loop contains its own; whatever came through is no reason to let everybody's media end.
                LOG.error("UDP {}: a bug ends a duty cycle", socket.localAddress(), bug);
            }
        }
    }

    private void cycle() {
        if (bell.takeRing() && !isClosing) {
            delivery.listener().onWakeUp(clock.nowNanos());
        }
        if (isReadable) {
            isReadable = receive();
        }
        long leftNanos = tickNanos == FOREVER ? FOREVER : nextTickNanos - System.nanoTime();
        if (leftNanos <= 0) {
            tick();
        } else if (!isReadable) {
            isReadable = socket.await(leftNanos);
        }
    }

    private void tick() {
        try {
            delivery.listener().onTick(clock.nowNanos());
        } finally {
            nextTickNanos = System.nanoTime() + tickNanos;
        }
    }

    /** Reads a batch; whether there may be more. */
    private boolean receive() {
        int inBatch = 0;
        int count;
        do {
            count = socket.receive(received);
            try {
                deliver(count);
            } finally {
                received.reset(count);
            }
            inBatch += count;
        } while (count == ReceiveVector.DATAGRAMS && inBatch < BatchDelivery.BATCH_DATAGRAMS);
        delivery.end();
        return count == ReceiveVector.DATAGRAMS;
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            InetSocketAddress from = received.sender(i);
            if (from != null) {
                delivery.deliver(received.buffer(), received.offset(i), received.length(i), from);
            }
        }
    }

    @Override
    public void close() {
        isClosing = true;
        bell.wake();
        Thread running = thread;
        if (running == null || hasEnded(running)) {
            socket.close();
        } else {
            // Its numbers may become another file's as soon as they are closed.
            LOG.error("UDP {}: the loop's thread does not end; its port stays taken", socket.localAddress());
        }
    }

    private static boolean hasEnded(Thread running) {
        try {
            return running.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
