package io.banyan.node.media.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portable port: Netty's datagram channel, over epoll with {@code recvmmsg} where there is one, over NIO elsewhere,
 * with an event loop of its own.
 */
public final class NettyDatagramPort implements DatagramPort {
    private static final Logger LOG = LoggerFactory.getLogger(NettyDatagramPort.class);

    /** A second of 30 Mbit/s: what arrives while the collector or a noisy neighbour has the core is not lost. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    /** More than any datagram may have, so that a longer one is seen to be too long even though it was cut. */
    private static final int RECEIVE_BYTES = 2_048;
    /** For one system call. */
    private static final int RECEIVE_DATAGRAMS = 32;
    /** Before what came is worked off and sent on: more would only be latency. */
    private static final int BATCH_DATAGRAMS = 128;
    /** Nor may a batch take longer, as one does while the code is still cold: what it made waits in the socket. */
    private static final long BATCH_NANOS = 5_000_000;
    /** Several times what one batch makes of a large room; beyond it the network is too slow and old media useless. */
    private static final WriteBufferWaterMark WAITING_BYTES = new WriteBufferWaterMark(4 << 20, 8 << 20);

    private final EventLoopGroup group;
    private final Channel channel;
    private final LoopClock clock;
    private final Inbound inbound;
    private @Nullable Future<?> ticks;

    private NettyDatagramPort(EventLoopGroup group, Channel channel, LoopClock clock, Inbound inbound) {
        this.group = group;
        this.channel = channel;
        this.clock = clock;
        this.inbound = inbound;
    }

    /**
     * Takes a port. Nothing is received before {@link #start}.
     *
     * @param at port 0: any free one
     * @param threadName of the loop's thread
     * @throws IOException if the port is taken or the address is not this machine's
     */
    public static NettyDatagramPort bind(InetSocketAddress at, String threadName, LoopClock clock) throws IOException {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory(threadName, true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Inbound inbound = new Inbound(clock);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING_BYTES)
                .option(ChannelOption.AUTO_READ, false)
                .handler(inbound);
        int receiveBytes = epoll ? RECEIVE_BYTES * RECEIVE_DATAGRAMS : RECEIVE_BYTES;
        bootstrap.option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(receiveBytes).maxMessagesPerRead(BATCH_DATAGRAMS));
        if (epoll) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_BYTES);
        }
        ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            shutDown(group);
            throw new IOException("cannot listen on UDP " + at + ": " + failure.getMessage(), failure);
        }
        NettyDatagramPort port = new NettyDatagramPort(group, bound.channel(), clock, inbound);
        port.sayWhatItGot(epoll);
        return port;
    }

    @Override
    public void start(PortListener listener) {
        channel.eventLoop().execute(() -> {
            inbound.listener = listener;
            channel.config().setAutoRead(true);
        });
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public boolean send(ByteBuffer buffer, int offset, int length, InetSocketAddress to) {
        if (!channel.isWritable()) {
            return false;
        }
        ByteBuf copy = channel.alloc().directBuffer(length, length);
        ByteBuffer target = copy.internalNioBuffer(0, length);
        target.put(target.position(), buffer, offset, length);
        copy.writerIndex(length);
        // The void promise tells exceptionCaught instead of the future.
        ChannelFuture _ = channel.write(new DatagramPacket(copy, to), channel.voidPromise());
        return true;
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void tickEvery(long intervalNanos) {
        if (ticks != null) {
            ticks.cancel(false);
        }
        ticks = channel.eventLoop()
                .scheduleWithFixedDelay(
                        () -> inbound.listener().onTick(clock.nowNanos()),
                        intervalNanos,
                        intervalNanos,
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void wakeUp() {
        try {
            channel.eventLoop().execute(() -> inbound.listener().onWakeUp(clock.nowNanos()));
        } catch (RejectedExecutionException closed) {
            LOG.trace("nobody to wake up on a closed port", closed);
        }
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        shutDown(group);
    }

    private static void shutDown(EventLoopGroup group) {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void sayWhatItGot(boolean epoll) {
        int receive = channel.config().getOption(ChannelOption.SO_RCVBUF);
        int send = channel.config().getOption(ChannelOption.SO_SNDBUF);
        LOG.info(
                "UDP {} by {}, socket buffers {} kB in, {} kB out",
                channel.localAddress(),
                epoll ? "epoll" : "NIO",
                receive >> 10,
                send >> 10);
        // Linux says twice what it grants, of which half is for its own books.
        if (receive < SOCKET_BUFFER_BYTES || send < SOCKET_BUFFER_BYTES) {
            LOG.warn(
                    "UDP {}: wanted socket buffers of {} kB; raise net.core.rmem_max and wmem_max, or bursts are lost",
                    channel.localAddress(),
                    SOCKET_BUFFER_BYTES >> 10);
        }
    }

    /** Hands what the channel reads to the loop. The buffers end here. */
    private static final class Inbound extends ChannelInboundHandlerAdapter {
        private final LoopClock clock;
        private @Nullable PortListener listener;
        private long batchNanos;
        private boolean inBatch;

        Inbound(LoopClock clock) {
            this.clock = clock;
        }

        PortListener listener() {
            if (listener == null) {
                throw new IllegalStateException("the port was not started");
            }
            return listener;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                // For each anew: a datagram that came while others were worked off must not count as come before it
                // was sent, or every clock that is told by arrivals goes wrong.
                long nowNanos = clock.nowNanos();
                if (inBatch && nowNanos - batchNanos > BATCH_NANOS) {
                    endBatch();
                }
                if (!inBatch) {
                    inBatch = true;
                    batchNanos = nowNanos;
                }
                ByteBuf content = packet.content();
                ByteBuffer bytes = content.internalNioBuffer(content.readerIndex(), content.readableBytes());
                listener().onDatagram(bytes, bytes.position(), bytes.remaining(), packet.sender(), nowNanos);
            } finally {
                packet.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (inBatch) {
                endBatch();
            }
        }

        private void endBatch() {
            inBatch = false;
            listener().onBatchEnd(batchNanos);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A single datagram that the kernel refused (no route, too long): the others are not concerned.
            LOG.debug("UDP {}", context.channel().localAddress(), cause);
        }
    }
}
