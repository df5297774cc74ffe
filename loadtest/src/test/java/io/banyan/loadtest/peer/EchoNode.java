package io.banyan.loadtest.peer;

import static java.util.Objects.requireNonNull;

import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.ice.Candidate;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.IceLiteAgent;
import io.banyan.protocol.rtcp.CompoundReader;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.RtxPacket;
import io.banyan.protocol.sdp.AnswerParameters;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSession;
import io.banyan.protocol.sdp.NegotiationResult;
import io.banyan.protocol.sdp.OfferNegotiator;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;
import io.banyan.protocol.stun.StunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** As little of a node as sends a peer's own tracks back on its slots; loses some on the way out. */
final class EchoNode implements AutoCloseable {
    private final DatagramSocket socket;
    private final IceCredentials local = IceCredentials.random();
    private final DtlsCertificate certificate = DtlsCertificate.generate(new SecureRandom());
    private final String answer;
    private final NegotiatedSession session;
    private final IceLiteAgent ice;
    private final double loss;
    private final SplittableRandom random = new SplittableRandom(9);
    private final List<Echo> echoes = new CopyOnWriteArrayList<>();
    private final AtomicInteger resentByPeer = new AtomicInteger();
    private final ConcurrentLinkedQueue<SrtpKeyMaterial> newKeys = new ConcurrentLinkedQueue<>();
    private final ByteBuffer in = ByteBuffer.allocate(2_048);
    private final ByteBuffer out = ByteBuffer.allocate(2_048);
    private final RtpView view = new RtpView();
    private final HeaderExtensions extensions = new HeaderExtensions();
    private final Map<Integer, String> ridOfSsrc = new HashMap<>();
    private final DtlsSession dtls;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private volatile @Nullable InetSocketAddress peer;

    private static final class Echo {
        final MediaKind kind;
        final String rid;
        final NegotiatedMedia slot;
        final int csrc;
        final Map<Integer, byte[]> sent = new HashMap<>();
        int nextSeq = 100;
        int nextRtxSeq = 7;
        int packets;
        int sourceSsrc;

        Echo(MediaKind kind, String rid, NegotiatedMedia slot, int csrc) {
            this.kind = kind;
            this.rid = rid;
            this.slot = slot;
            this.csrc = csrc;
        }
    }

    private EchoNode(String offer, double loss) throws IOException {
        this.loss = loss;
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        AnswerParameters parameters = new AnswerParameters(
                local,
                certificate.fingerprint(),
                List.of(Candidate.host((InetSocketAddress) socket.getLocalSocketAddress(), 0)),
                1);
        SplittableRandom ssrcs = new SplittableRandom(4);
        if (!(OfferNegotiator.negotiate(offer, parameters, () -> ssrcs.nextInt() | 1, null)
                instanceof NegotiationResult.Negotiated(String sdp, NegotiatedSession agreed))) {
            throw new IllegalStateException("refused");
        }
        answer = sdp;
        session = agreed;
        ice = new IceLiteAgent(local, session.remote(), System.nanoTime());
        dtls = new DtlsSession(
                DtlsRole.SERVER,
                certificate,
                session.remoteFingerprints(),
                List.of(SrtpProfile.AEAD_AES_128_GCM),
                new Events());
        Thread.ofVirtual().start(dtls);
        Thread.ofPlatform().daemon().start(this::run);
    }

    static EchoNode answer(String offer, double loss) {
        try {
            return new EchoNode(offer, loss);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String answer() {
        return answer;
    }

    int resentByPeer() {
        return resentByPeer.get();
    }

    void echo(MediaKind kind, String rid, String slotMid, int csrc) {
        echoes.add(new Echo(kind, rid, requireNonNull(session.byMid(slotMid)), csrc));
    }

    @Override
    public void close() {
        dtls.close();
        socket.close();
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(in.array(), in.capacity());
                socket.receive(packet);
                onDatagram(packet.getLength(), (InetSocketAddress) packet.getSocketAddress());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void onDatagram(int length, InetSocketAddress from) {
        int first = in.get(0) & 0xff;
        if (first < 4) {
            StunView stun = new StunView();
            if (stun.wrap(in, 0, length)) {
                send(ice.onRequest(stun, from, System.nanoTime(), out).replyBytes(), from);
                peer = from;
            }
        } else if (first < 64) {
            byte[] datagram = new byte[length];
            in.get(0, datagram);
            dtls.offer(datagram);
        } else {
            SrtpKeyMaterial keys = newKeys.poll();
            if (keys != null) {
                sender = keys.serverSender();
                receiver = keys.clientReceiver();
            }
            if (receiver != null) {
                onMedia(length);
            }
        }
    }

    private void onMedia(int length) {
        int type = in.get(1) & 0xff;
        if (type >= 192 && type <= 223) {
            int plain = requireNonNull(receiver).unprotectRtcp(in, 0, length, in, 0);
            if (plain > 0) {
                CompoundReader.read(in, 0, plain).forEach(this::onRtcp);
            }
            return;
        }
        int plain = requireNonNull(receiver).unprotectRtp(in, 0, length, in, 0);
        if (plain < 0 || !view.wrap(in, 0, plain)) {
            return;
        }
        NegotiatedMedia published = publishedBy(view.payloadType());
        if (published.payloadTypes().isRtx(view.payloadType())) {
            if (extensions.find(view, published.extensions().idOf(HeaderExtension.REPAIRED_RID))) {
                resentByPeer.incrementAndGet();
            }
            return;
        }
        String rid =
                extensions.find(view, published.extensions().idOf(HeaderExtension.RID)) ? extensions.valueText() : "";
        ridOfSsrc.put(view.ssrc(), rid);
        for (Echo echo : echoes) {
            if (echo.kind == published.kind() && echo.rid.equals(rid)) {
                echo.sourceSsrc = view.ssrc();
                forward(echo);
            }
        }
    }

    private NegotiatedMedia publishedBy(int payloadType) {
        return session.media().stream()
                .filter(media -> media.role() == MediaRole.PUBLISH)
                .filter(media -> media.payloadTypes().codecOf(payloadType) != null
                        || media.payloadTypes().isRtx(payloadType))
                .findFirst()
                .orElseThrow();
    }

    private void forward(Echo echo) {
        CodecId codec = echo.kind == MediaKind.AUDIO ? CodecId.OPUS : CodecId.VP8;
        byte[] packet = new byte[2_000];
        ByteBuffer to = ByteBuffer.wrap(packet);
        int seq = echo.nextSeq++ & 0xffff;
        int head = new RtpHeaderWriter()
                .payloadType(echo.slot.payloadTypes().payloadTypeOf(codec))
                .marker(view.marker())
                .wireSeq(seq)
                .timestamp(view.timestamp())
                .ssrc(echo.slot.requireSlot().ssrc())
                .csrc(echo.csrc)
                .write(to, 0, new ExtensionWriter());
        to.put(head, in, view.payloadOffset(), view.payloadLength());
        byte[] whole = Arrays.copyOf(packet, head + view.payloadLength());
        echo.sent.put(seq, whole);
        echo.packets++;
        if (random.nextDouble() >= loss) {
            send(
                    requireNonNull(sender).protectRtp(ByteBuffer.wrap(whole), 0, whole.length, out, 0),
                    requireNonNull(peer));
        }
        if (echo.packets % 50 == 1) {
            ask(echo);
        }
    }

    /** For a key frame, for a packet that it sent a moment ago, and says what time it is. */
    private void ask(Echo echo) {
        List<RtcpPacket> packets = new ArrayList<>();
        packets.add(new SenderReport(
                echo.slot.requireSlot().ssrc(),
                NtpTime.fromUnixNanos(WallClock.unixNanos(System.nanoTime())),
                view.timestamp(),
                echo.packets,
                0,
                List.of()));
        if (echo.kind == MediaKind.VIDEO) {
            packets.add(new PictureLossIndication(1, echo.sourceSsrc));
            packets.add(new GenericNack(1, echo.sourceSsrc, List.of(view.wireSeq())));
        }
        ByteBuffer plain = ByteBuffer.allocate(500);
        int length = CompoundWriter.write(packets, plain, 0);
        send(requireNonNull(sender).protectRtcp(plain, 0, length, out, 0), requireNonNull(peer));
    }

    private void onRtcp(RtcpPacket packet) {
        if (packet instanceof GenericNack nack) {
            for (Echo echo : echoes) {
                if (echo.slot.requireSlot().ssrc() == nack.mediaSsrc()) {
                    nack.wireSeqs().forEach(seq -> resend(echo, seq));
                }
            }
        }
    }

    private void resend(Echo echo, int seq) {
        byte[] whole = echo.sent.get(seq);
        RtpView original = new RtpView();
        if (whole != null && original.wrap(ByteBuffer.wrap(whole), 0, whole.length)) {
            ByteBuffer rtx = ByteBuffer.allocate(2_000);
            int length = RtxPacket.wrap(
                    original,
                    echo.slot.payloadTypes().rtxPayloadTypeOf(CodecId.VP8),
                    echo.slot.requireSlot().rtxSsrc(),
                    echo.nextRtxSeq++ & 0xffff,
                    rtx,
                    0);
            send(requireNonNull(sender).protectRtp(rtx, 0, length, out, 0), requireNonNull(peer));
        }
    }

    private void send(int length, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(out.array(), length, to));
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private final class Events implements DtlsEvents {
        @Override
        public void send(byte[] datagram) {
            try {
                socket.send(new DatagramPacket(datagram, datagram.length, requireNonNull(peer)));
            } catch (IOException closed) {
                // The test is over.
            }
        }

        @Override
        public void connected(SrtpKeyMaterial keys) {
            newKeys.add(keys);
        }

        @Override
        public void applicationData(byte[] record) {}

        @Override
        public void closed(DtlsEnd reason, String detail) {}
    }
}
