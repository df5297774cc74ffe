package io.banyan.node.media.rehearsal;

import io.banyan.node.media.loop.LoopClock;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceClient;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;
import io.banyan.protocol.stun.StunView;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rehearsal's client, with a socket of its own. Used by one thread; its DTLS session has another. */
final class RehearsalClient implements DtlsEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RehearsalClient.class);

    /** The compiler takes notice of a method after some thousand calls. */
    private static final int PACKETS = 6_000;
    /** A busy call's batch. */
    private static final int BURST = 12;

    private static final int REPORT_EVERY_BURSTS = 10;
    /** A machine that is too slow for the rest warms up by its first call. */
    private static final long TALK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int WAIT_MILLIS = 2;
    private static final int DATAGRAM_BYTES = 2_048;

    private final DatagramSocket socket;
    private final LoopClock clock;
    private final IceCredentials credentials = IceCredentials.random();
    private final DtlsCertificate certificate = DtlsCertificate.generate(new SecureRandom());
    private final IceClient ice;
    private final DtlsSession dtls;
    private final RehearsalSource microphone = new RehearsalSource(MediaKind.AUDIO, 1);
    private final RehearsalSource camera = new RehearsalSource(MediaKind.VIDEO, 2);
    private final StunView stun = new StunView();
    private final ByteBuffer plain = ByteBuffer.allocate(DATAGRAM_BYTES);
    private final ByteBuffer sealed = ByteBuffer.allocate(DATAGRAM_BYTES);
    private final DatagramPacket incoming = new DatagramPacket(new byte[DATAGRAM_BYTES], DATAGRAM_BYTES);
    private volatile @Nullable SrtpKeyMaterial keys;
    private @Nullable SrtpReceiver receiver;
    private int transportSeq;
    private int lastWireSeq;
    private long received;

    RehearsalClient(
            InetSocketAddress loop,
            IceCredentials node,
            Fingerprint nodeFingerprint,
            LoopClock clock,
            RandomGenerator random)
            throws IOException {
        this.clock = clock;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(loop);
        socket.setSoTimeout(WAIT_MILLIS);
        ice = new IceClient(credentials, node, random, clock.nowNanos());
        dtls = new DtlsSession(
                DtlsRole.CLIENT, certificate, List.of(nodeFingerprint), List.of(SrtpProfile.values()), this);
    }

    IceCredentials credentials() {
        return credentials;
    }

    Fingerprint fingerprint() {
        return certificate.fingerprint();
    }

    /** Checks, and shakes hands; whether both succeeded. */
    boolean connect() throws IOException {
        long deadlineNanos = clock.nowNanos() + CONNECT_NANOS;
        boolean isShaking = false;
        while (keys == null && clock.nowNanos() < deadlineNanos) {
            check();
            receive();
            if (!isShaking && ice.isConnected(clock.nowNanos())) {
                isShaking = true;
                Thread.ofVirtual().name("rehearsal-dtls").start(dtls);
            }
        }
        return keys != null;
    }

    /** Sends and receives; whether anything came back. */
    boolean talk() throws IOException {
        SrtpKeyMaterial agreed = keys;
        if (agreed == null) {
            return false;
        }
        SrtpSender sender = agreed.clientSender();
        receiver = agreed.serverReceiver();
        long deadlineNanos = clock.nowNanos() + TALK_NANOS;
        for (int burst = 0; burst < PACKETS / BURST && clock.nowNanos() < deadlineNanos; burst++) {
            check();
            for (int i = 0; i < BURST; i++) {
                RehearsalSource source = i % 3 == 0 ? microphone : camera;
                int bytes = source.write(transportSeq++, clock.nowNanos(), plain);
                send(sealed, sender.protectRtp(plain, 0, bytes, sealed, 0));
            }
            if (burst % REPORT_EVERY_BURSTS == 0) {
                report(sender);
            }
            receive();
        }
        return received > 0;
    }

    private void report(SrtpSender sender) throws IOException {
        long nowNanos = clock.nowNanos();
        int bytes = CompoundWriter.write(
                List.of(
                        microphone.report(nowNanos),
                        camera.report(nowNanos),
                        new GenericNack(1, RehearsalLines.VIDEO_SLOT_SSRC, List.of(lastWireSeq))),
                plain,
                0);
        send(sealed, sender.protectRtcp(plain, 0, bytes, sealed, 0));
    }

    private void check() throws IOException {
        int bytes = ice.pollCheck(clock.nowNanos(), plain);
        if (bytes > 0) {
            send(plain, bytes);
        }
    }

    /** Takes what has come, and waits a little for more. */
    private void receive() throws IOException {
        try {
            for (int i = 0; i < 2 * BURST; i++) {
                incoming.setLength(DATAGRAM_BYTES);
                socket.receive(incoming);
                onDatagram(ByteBuffer.wrap(incoming.getData()), incoming.getLength());
            }
        } catch (SocketTimeoutException nothingMore) {
            LOG.trace("nothing more for now", nothingMore);
        }
    }

    private void onDatagram(ByteBuffer buffer, int length) {
        int first = buffer.get(0) & 0xff;
        if (first < 4 && stun.wrap(buffer, 0, length)) {
            ice.onResponse(stun, clock.nowNanos());
        } else if (first >= 20 && first < 64) {
            byte[] datagram = new byte[length];
            buffer.get(0, datagram);
            dtls.offer(datagram);
        } else if (receiver != null && length > 8 && buffer.getInt(8) == RehearsalLines.VIDEO_SLOT_SSRC) {
            if (receiver.unprotectRtp(buffer, 0, length, plain, 0) > 0) {
                received++;
                lastWireSeq = plain.getShort(2) & 0xffff;
            }
        }
    }

    private void send(ByteBuffer from, int bytes) throws IOException {
        byte[] datagram = new byte[bytes];
        from.get(0, datagram);
        socket.send(new DatagramPacket(datagram, bytes));
    }

    @Override
    public void send(byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length));
        } catch (IOException e) {
            LOG.debug("the rehearsal's client cannot send", e); // DTLS sends it again
        }
    }

    @Override
    public void connected(SrtpKeyMaterial agreed) {
        keys = agreed;
    }

    @Override
    public void applicationData(byte[] record) {
        throw new IllegalStateException("nobody sends any");
    }

    @Override
    public void closed(DtlsEnd reason, String detail) {
        LOG.debug("the rehearsal's DTLS ended: {} {}", reason, detail);
    }

    @Override
    public void close() {
        dtls.close();
        socket.close();
    }
}
