package io.banyan.loadtest.peer;

import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceClient;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;
import io.banyan.protocol.stun.StunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One peer's socket with ICE, DTLS and SRTP on it. Owned by the peer's loop. */
final class PeerTransport implements MediaLink, LoopSocket {
    private static final int BUFFER_BYTES = 2_048;
    /** Peers share a thread: what comes while it serves the others must not be lost here. */
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private static final InetSocketAddress ANY = new InetSocketAddress(0);

    private final PeerLoop loop;
    private final InetSocketAddress node;
    private final DatagramChannel channel;
    private final IceClient ice;
    private final DtlsSession dtls;
    private final TransportListener listener;
    private final StunView stun = new StunView();
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer rtcp = ByteBuffer.allocate(BUFFER_BYTES);
    private final long startNanos;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private boolean isDtlsStarted;
    private boolean isClosed;
    private int transportSeq;
    private long connectNanos = -1;
    private long packetsSent;
    private long bytesSent;
    private long packetsReceived;
    private long bytesReceived;
    private long refused;
    private final AtomicLong socketDrops = new AtomicLong();
    private volatile String end = "";

    /** Opens the socket and joins the loop, on whose thread this is called. */
    PeerTransport(
            PeerLoop loop,
            InetSocketAddress node,
            IceCredentials local,
            IceCredentials remote,
            Fingerprint expected,
            List<SrtpProfile> profiles,
            RandomGenerator random,
            TransportListener listener) {
        this(loop, ANY, node, local, remote, expected, profiles, random, listener);
    }

    /** @param own address to send from; port 0: any */
    PeerTransport(
            PeerLoop loop,
            InetSocketAddress own,
            InetSocketAddress node,
            IceCredentials local,
            IceCredentials remote,
            Fingerprint expected,
            List<SrtpProfile> profiles,
            RandomGenerator random,
            TransportListener listener) {
        this.loop = loop;
        this.node = node;
        this.listener = listener;
        this.startNanos = System.nanoTime();
        this.ice = new IceClient(local, remote, random, startNanos);
        this.dtls = new DtlsSession(DtlsRole.CLIENT, loop.certificate(), List.of(expected), profiles, new Handshake());
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            if (own.getPort() != 0) {
                channel.bind(own);
            }
            channel.connect(node);
            channel.register(loop.selector(), SelectionKey.OP_READ, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int nextTransportSeq() {
        return transportSeq++ & 0xffff;
    }

    @Override
    public void sendRtp(ByteBuffer packet, int length, long nowNanos) {
        if (sender != null) {
            send(sender.protectRtp(packet, 0, length, out, 0));
        }
    }

    @Override
    public void sendRtcp(List<? extends RtcpPacket> packets) {
        if (sender == null || packets.isEmpty()) {
            return;
        }
        int length = CompoundWriter.write(packets, rtcp, 0);
        if (length < 0) {
            throw new IllegalStateException("a compound packet of " + packets.size() + " does not fit a datagram");
        }
        send(sender.protectRtcp(rtcp, 0, length, out, 0));
    }

    /** A datagram as it is, for tests that do wrong things on a connected transport. */
    void sendRaw(byte[] datagram) {
        out.put(0, datagram);
        send(datagram.length);
    }

    @Override
    public void tick(long nowNanos) {
        if (nowNanos >= ice.dueNanos()) {
            send(ice.pollCheck(nowNanos, out));
        }
        listener.onTick(nowNanos);
    }

    @Override
    public void onReadable(ByteBuffer buffer) {
        try {
            while (!isClosed && channel.read(buffer.clear()) > 0) {
                onDatagram(buffer, buffer.position(), System.nanoTime());
            }
        } catch (IOException unreachable) {
            // An ICMP error: the node is not there (yet, or any more); checks go on.
        }
    }

    /** RFC 7983: the first byte says what it is. */
    private void onDatagram(ByteBuffer buffer, int length, long nowNanos) {
        int first = buffer.get(0) & 0xff;
        if (first < 4) {
            onStun(buffer, length, nowNanos);
        } else if (first >= 20 && first < 64) {
            byte[] datagram = new byte[length];
            buffer.get(0, datagram);
            dtls.offer(datagram);
        } else if (first >= 128 && first < 192 && receiver != null && length > 1) {
            onMedia(receiver, buffer, length, nowNanos);
        }
    }

    private void onStun(ByteBuffer buffer, int length, long nowNanos) {
        if (!stun.wrap(buffer, 0, length)) {
            return;
        }
        send(ice.answer(stun, node, out));
        if (ice.onResponse(stun, nowNanos) && !isDtlsStarted) {
            isDtlsStarted = true;
            Thread.ofVirtual().name("peer-dtls").start(dtls);
        }
    }

    private void onMedia(SrtpReceiver open, ByteBuffer buffer, int length, long nowNanos) {
        packetsReceived++;
        bytesReceived += length;
        // RFC 5761 §4: the packet types of RTCP.
        int type = buffer.get(1) & 0xff;
        boolean isRtcp = type >= 192 && type <= 223;
        int plain = isRtcp
                ? open.unprotectRtcp(buffer, 0, length, buffer, 0)
                : open.unprotectRtp(buffer, 0, length, buffer, 0);
        if (plain < 0) {
            refused++;
        } else if (isRtcp) {
            listener.onRtcp(buffer, plain, nowNanos);
        } else {
            listener.onRtp(buffer, plain, nowNanos);
        }
    }

    @Override
    public long rttNanos() {
        return ice.rttNanos();
    }

    @Override
    public TransportStats stats() {
        return new TransportStats(
                sender != null,
                connectNanos,
                ice.rttNanos(),
                packetsSent,
                bytesSent,
                packetsReceived,
                bytesReceived,
                refused,
                socketDrops.get(),
                end);
    }

    /** In an orderly way: the node hears of it, then the socket is closed. */
    void close() {
        if (!isDtlsStarted) {
            vanish();
        } else if (!isClosed) {
            leave();
            dtls.close();
        }
    }

    /** Without a word. */
    @Override
    public void vanish() {
        leave();
        closeChannel();
        dtls.close();
    }

    private void leave() {
        isClosed = true;
        sender = null;
        loop.remove(this);
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(int length) {
        if (length <= 0 || isClosed) {
            return;
        }
        packetsSent++;
        bytesSent += length;
        write(out.limit(length).position(0));
        out.clear();
    }

    private void write(ByteBuffer datagram) {
        try {
            if (channel.write(datagram) == 0) {
                socketDrops.incrementAndGet();
            }
        } catch (IOException unreachable) {
            socketDrops.incrementAndGet();
        }
    }

    private void onKeys(SrtpKeyMaterial keys) {
        long nowNanos = System.nanoTime();
        connectNanos = nowNanos - startNanos;
        sender = keys.clientSender();
        receiver = keys.serverReceiver();
        listener.onConnected(nowNanos);
    }

    /** Called on the handshake's own thread; a datagram channel may be written by any. */
    private final class Handshake implements DtlsEvents {
        @Override
        public void send(byte[] datagram) {
            write(ByteBuffer.wrap(datagram));
        }

        @Override
        public void connected(SrtpKeyMaterial keys) {
            loop.execute(() -> onKeys(keys));
        }

        @Override
        public void applicationData(byte[] record) {
            // Nothing that peers speak.
        }

        @Override
        public void closed(DtlsEnd reason, String detail) {
            end = reason + ": " + detail;
            loop.execute(() -> {
                if (isClosed) {
                    closeChannel();
                }
            });
        }
    }
}
