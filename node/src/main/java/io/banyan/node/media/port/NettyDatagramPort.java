package io.banyan.node.media.port;

import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.PortListener;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.PortSample;
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

    /** More than any datagram may have, so that a longer one is seen to be too long even though it was cut. */
    private static final int RECEIVE_BYTES = MAX_DATAGRAM_BYTES;
    /** For one system call. */
    private static final int RECEIVE_DATAGRAMS = 32;
    /** A large room makes thousands of one batch: they need not wait for each other, nor fill the port's buffer. */
    private static final int FLUSH_DATAGRAMS = 256;
    /** Several times what one batch makes of a large room; beyond it the network is too slow and old media useless. */
    private static final WriteBufferWaterMark WAITING_BYTES = new WriteBufferWaterMark(4 << 20, 8 << 20);

    private final EventLoopGroup group;
    private final Channel channel;
    private final LoopClock clock;
    private final BatchDelivery delivery;
    private final ByteBuffer area = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private @Nullable Future<?> ticks;
    private int reservedBytes;
    private int waiting;
    private long messages;

    private NettyDatagramPort(EventLoopGroup group, Channel channel, LoopClock clock, BatchDelivery delivery) {
        this.group = group;
        this.channel = channel;
        this.clock = clock;
        this.delivery = delivery;
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
        BatchDelivery delivery = new BatchDelivery(clock);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_RCVBUF, SocketBuffers.WANTED_BYTES)
                .option(ChannelOption.SO_SNDBUF, SocketBuffers.WANTED_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING_BYTES)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Inbound(delivery));
        int receiveBytes = epoll ? RECEIVE_BYTES * RECEIVE_DATAGRAMS : RECEIVE_BYTES;
        bootstrap.option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(receiveBytes).maxMessagesPerRead(BatchDelivery.BATCH_DATAGRAMS));
        if (epoll) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_BYTES);
        }
        ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            shutDown(group);
            throw new IOException("cannot listen on UDP " + at + ": " + failure.getMessage(), failure);
        }
        NettyDatagramPort port = new NettyDatagramPort(group, bound.channel(), clock, delivery);
        port.sayWhatItGot(epoll);
        return port;
    }

    @Override
    public void start(PortListener listener) {
        channel.eventLoop().execute(() -> {
            delivery.start(listener);
            channel.config().setAutoRead(true);
        });
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public ByteBuffer area() {
        return area;
    }

    @Override
    public int reserve(int maxBytes) {
        if (maxBytes < 1 || maxBytes > MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("a datagram has 1 to 2048 bytes, not " + maxBytes);
        }
        reservedBytes = maxBytes;
        return 0;
    }

    @Override
    public void commit(int bytes, InetSocketAddress to) {
        if (bytes < 1 || bytes > reservedBytes) {
            throw new IllegalArgumentException("committed " + bytes + " bytes of " + reservedBytes);
        }
        reservedBytes = 0;
        if (!channel.isWritable()) {
            delivery.listener().onNotSent(DropReason.SEND_BUFFER_FULL, 1);
            return;
        }
        ByteBuf copy = channel.alloc().directBuffer(bytes, bytes);
        ByteBuffer target = copy.internalNioBuffer(0, bytes);
        target.put(target.position(), area, 0, bytes);
        copy.writerIndex(bytes);
        // The void promise tells exceptionCaught instead of the future.
        ChannelFuture _ = channel.write(new DatagramPacket(copy, to), channel.voidPromise());
        messages++;
        if (++waiting == FLUSH_DATAGRAMS) {
            flush();
        }
    }

    @Override
    public void flush() {
        waiting = 0;
        channel.flush();
    }

    @Override
    public PortSample sample() {
        return new PortSample("netty", false, 0, messages, 0, 0);
    }

    @Override
    public void tickEvery(long intervalNanos) {
        if (ticks != null) {
            ticks.cancel(false);
        }
        ticks = channel.eventLoop()
                .scheduleWithFixedDelay(
                        () -> delivery.listener().onTick(clock.nowNanos()),
                        intervalNanos,
                        intervalNanos,
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void wakeUp() {
        try {
            channel.eventLoop().execute(() -> delivery.listener().onWakeUp(clock.nowNanos()));
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
        SocketBuffers.say(
                localAddress(),
                epoll ? "Netty's epoll" : "NIO",
                channel.config().getOption(ChannelOption.SO_RCVBUF),
                channel.config().getOption(ChannelOption.SO_SNDBUF));
    }

    /** Hands what the channel reads to the loop. The buffers end here. */
    private static final class Inbound extends ChannelInboundHandlerAdapter {
        private final BatchDelivery delivery;

        Inbound(BatchDelivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                ByteBuf content = packet.content();
                ByteBuffer bytes = content.internalNioBuffer(content.readerIndex(), content.readableBytes());
                delivery.deliver(bytes, bytes.position(), bytes.remaining(), packet.sender());
            } finally {
                packet.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            delivery.end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A single datagram that the kernel refused (no route, too long): the others are not concerned.
            LOG.debug("UDP {}", context.channel().localAddress(), cause);
        }
    }
}
