package io.banyan.node.media.sim;

import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceClient;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtcp.CompoundReader;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;
import io.banyan.protocol.stun.StunView;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a transport: ICE, DTLS, SRTP. Driven by one thread; its DTLS session has its own, as BouncyCastle
 * wants, so that a handshake takes real time even where everything else is virtual.
 */
public final class TestPeer {
    /** One for all: making them takes longer than anything else here. */
    public static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate(new SecureRandom());

    private final IceClient ice;
    private final DtlsSession dtls;
    private final Consumer<byte[]> wire;
    private final Queue<byte[]> fromDtls = new ConcurrentLinkedQueue<>();
    private final StunView stun = new StunView();
    private final ByteBuffer scratch = ByteBuffer.allocate(2_048);
    private final List<byte[]> rtp = new ArrayList<>();
    private final List<RtcpPacket> rtcp = new ArrayList<>();
    private volatile @Nullable SrtpKeyMaterial keys;
    private volatile @Nullable DtlsEnd end;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private boolean isChecking = true;
    private boolean dtlsStarted;
    private int nextTransportSeq = 65_000;
    private Consumer<byte[]> onRtp = rtp::add;
    private Consumer<RtcpPacket> onRtcp = rtcp::add;

    /**
     * @param local this peer's credentials
     * @param remote the node's
     * @param nodeFingerprint what the node's certificate must have
     * @param wire takes every datagram that leaves
     */
    public TestPeer(
            IceCredentials local,
            IceCredentials remote,
            Fingerprint nodeFingerprint,
            Consumer<byte[]> wire,
            long seed,
            long nowNanos) {
        ice = new IceClient(local, remote, new SplittableRandom(seed), nowNanos);
        this.wire = wire;
        dtls = new DtlsSession(
                DtlsRole.CLIENT,
                CERTIFICATE,
                List.of(nodeFingerprint),
                List.of(SrtpProfile.AEAD_AES_128_GCM),
                new Events());
    }

    /** Does what is due. */
    public void poll(long nowNanos) {
        int check = isChecking ? ice.pollCheck(nowNanos, scratch) : 0;
        if (check > 0) {
            wire.accept(copy(scratch, check));
        }
        if (ice.isConnected(nowNanos) && !dtlsStarted) {
            dtlsStarted = true;
            Thread.ofVirtual().start(dtls);
        }
        for (byte[] datagram = fromDtls.poll(); datagram != null; datagram = fromDtls.poll()) {
            wire.accept(datagram);
        }
        SrtpKeyMaterial fresh = keys;
        if (fresh != null && sender == null) {
            sender = fresh.clientSender();
            receiver = fresh.serverReceiver();
        }
    }

    public void onDatagram(byte[] datagram, long nowNanos) {
        ByteBuffer buffer = ByteBuffer.wrap(datagram);
        int first = datagram[0] & 0xFF;
        if (first <= 3) {
            if (stun.wrap(buffer, 0, datagram.length)) {
                ice.onResponse(stun, nowNanos);
            }
        } else if (first >= 20 && first <= 63) {
            dtls.offer(datagram);
        } else if (receiver != null) {
            int second = datagram[1] & 0xFF;
            if (second >= 192 && second <= 223) {
                int bytes = receiver.unprotectRtcp(buffer, 0, datagram.length, scratch, 0);
                CompoundReader.read(scratch, 0, Math.max(0, bytes)).forEach(onRtcp);
            } else {
                int bytes = receiver.unprotectRtp(buffer, 0, datagram.length, scratch, 0);
                if (bytes > 0) {
                    onRtp.accept(copy(scratch, bytes));
                }
            }
        }
    }

    /** Seals a packet without sending it. */
    public byte[] seal(byte[] packet) {
        int bytes = openSender().protectRtp(ByteBuffer.wrap(packet), 0, packet.length, scratch, 0);
        return copy(scratch, bytes);
    }

    public void sendRtp(byte[] packet) {
        wire.accept(seal(packet));
    }

    public void sendRtcp(RtcpPacket... packets) {
        ByteBuffer plain = ByteBuffer.allocate(1_400);
        int length = CompoundWriter.write(List.of(packets), plain, 0);
        int bytes = openSender().protectRtcp(plain, 0, length, scratch, 0);
        wire.accept(copy(scratch, bytes));
    }

    /** The next transport-wide number of what this peer sends. */
    public int nextTransportSeq() {
        int number = nextTransportSeq;
        nextTransportSeq = (nextTransportSeq + 1) & 0xFFFF;
        return number;
    }

    /** Sends anything. */
    public void sendRaw(byte[] datagram) {
        wire.accept(datagram);
    }

    public void restartIce(IceCredentials local, IceCredentials remote, long nowNanos) {
        ice.restart(local, remote, nowNanos);
    }

    /** Stops or resumes checks: consent. */
    public void setChecking(boolean checks) {
        isChecking = checks;
    }

    public boolean isConnected() {
        return sender != null;
    }

    /** How the DTLS session ended, null if it has not. */
    public @Nullable DtlsEnd dtlsEnd() {
        return end;
    }

    /** RTP packets received, in the clear, unless {@link #receiveRtp} takes them. */
    public List<byte[]> rtp() {
        return rtp;
    }

    /** RTCP packets received, unless {@link #receiveRtcp} takes them. */
    public List<RtcpPacket> rtcp() {
        return rtcp;
    }

    public void receiveRtp(Consumer<byte[]> consumer) {
        onRtp = consumer;
    }

    public void receiveRtcp(Consumer<RtcpPacket> consumer) {
        onRtcp = consumer;
    }

    public void close() {
        dtls.close();
    }

    private SrtpSender openSender() {
        if (sender == null) {
            throw new IllegalStateException("no keys yet");
        }
        return sender;
    }

    private static byte[] copy(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return bytes;
    }

    private final class Events implements DtlsEvents {
        @Override
        public void send(byte[] datagram) {
            fromDtls.add(datagram);
        }

        @Override
        public void connected(SrtpKeyMaterial material) {
            keys = material;
        }

        @Override
        public void applicationData(byte[] record) {}

        @Override
        public void closed(DtlsEnd reason, String detail) {
            end = reason;
        }
    }
}
