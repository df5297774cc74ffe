package io.banyan.node.media.sim;

import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.PortListener;
import io.banyan.node.plane.PortSample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A port without a socket: whoever owns it delivers and moves time. */
final class SimPort implements DatagramPort {
    static final InetSocketAddress ADDRESS = address(1);

    private final InetSocketAddress address;
    private final BiConsumer<byte[], InetSocketAddress> sent;
    private final ByteBuffer area = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable PortListener listener;
    private long tickNanos = Long.MAX_VALUE;
    private long lastTickNanos;
    private boolean isMuted;
    private long committed;

    SimPort(InetSocketAddress address, BiConsumer<byte[], InetSocketAddress> sent) {
        this.address = address;
        this.sent = sent;
    }

    /** Lets the loop do what is due at this moment. */
    void run(long nowNanos) {
        PortListener loop = listener();
        if (woken.getAndSet(false)) {
            loop.onWakeUp(nowNanos);
        }
        if (nowNanos - lastTickNanos >= tickNanos) {
            lastTickNanos = nowNanos;
            loop.onTick(nowNanos);
        }
    }

    void deliver(byte[] datagram, InetSocketAddress from, long nowNanos) {
        listener().onDatagram(ByteBuffer.wrap(datagram), 0, datagram.length, from, nowNanos);
        listener().onBatchEnd(nowNanos);
    }

    /** From now on what is sent is only counted. */
    void mute() {
        isMuted = true;
    }

    /** Datagrams sent since the start. */
    long committed() {
        return committed;
    }

    /** Delivers without making anything; a batch of its own. */
    void deliver(ByteBuffer datagram, int length, InetSocketAddress from, long nowNanos) {
        listener().onDatagram(datagram, 0, length, from, nowNanos);
        listener().onBatchEnd(nowNanos);
    }

    long tickNanos() {
        return tickNanos;
    }

    private PortListener listener() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return listener;
    }

    @Override
    public void start(PortListener newListener) {
        listener = newListener;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    static InetSocketAddress address(int host) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + host), 7790);
    }

    @Override
    public ByteBuffer area() {
        return area;
    }

    @Override
    public int reserve(int maxBytes) {
        return 0;
    }

    @Override
    public void commit(int bytes, InetSocketAddress to) {
        committed++;
        if (isMuted) {
            return;
        }
        byte[] datagram = new byte[bytes];
        area.get(0, datagram);
        sent.accept(datagram, to);
    }

    @Override
    public PortSample sample() {
        return new PortSample("simulated", false, 0, 0, 0, 0);
    }

    @Override
    public void flush() {}

    @Override
    public void tickEvery(long intervalNanos) {
        tickNanos = intervalNanos;
    }

    @Override
    public void wakeUp() {
        woken.set(true);
    }

    @Override
    public void close() {}
}
