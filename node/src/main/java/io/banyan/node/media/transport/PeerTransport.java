package io.banyan.node.media.transport;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.HandshakeOutcome;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.IceLiteAgent;
import io.banyan.protocol.ice.IceState;
import io.banyan.protocol.ice.StunReply;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.srtp.SrtpFailure;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;
import io.banyan.protocol.stun.StunView;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ICE, DTLS and SRTP of one peer. Owned by a media loop.
 *
 * <p>It is of use once both the client's consent and the keys are there, and ends itself when neither can come back.
 */
public final class PeerTransport {
    /** What sealing may add, of either profile. */
    private static final int OVERHEAD_BYTES = 32;

    private static final int MAX_PLAIN_BYTES = DatagramOutput.MAX_BYTES - OVERHEAD_BYTES;

    private final TransportId id;
    private final IceLiteAgent agent;
    private final List<Fingerprint> fingerprints;
    private final TransportContext context;
    private final TransportListener listener;

    private TransportState state = TransportState.NEW;
    private @Nullable DtlsSession session;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    /** Empty before there were keys. */
    private String profile = "";

    /**
     * @param local this node's credentials
     * @param remote the client's
     * @param fingerprints one of which the client's certificate must have
     */
    public PeerTransport(
            TransportId id,
            IceCredentials local,
            IceCredentials remote,
            List<Fingerprint> fingerprints,
            TransportContext context,
            TransportListener listener,
            long nowNanos) {
        this.id = id;
        this.fingerprints = List.copyOf(fingerprints);
        this.context = context;
        this.listener = listener;
        agent = new IceLiteAgent(local, remote, nowNanos);
    }

    public TransportId id() {
        return id;
    }

    public TransportState state() {
        return state;
    }

    /** Whether nothing will ever come or go any more. */
    public boolean isOver() {
        return state == TransportState.FAILED || state == TransportState.CLOSED;
    }

    /** Where datagrams go, or null before the first valid check. */
    public @Nullable InetSocketAddress selected() {
        return agent.selected();
    }

    /** Whether the client consents to being sent to now. */
    boolean hasConsent(long nowNanos) {
        return agent.maySend(nowNanos);
    }

    /** Whether what is sent now would leave: keys are there and the client consents. */
    public boolean maySend(long nowNanos) {
        return sender != null && agent.maySend(nowNanos);
    }

    /** Takes one STUN message that names this transport; the reply is for the sender of it. */
    StunReply onStun(StunView request, InetSocketAddress from, long nowNanos, ByteBuffer out) {
        StunReply reply = agent.onRequest(request, from, nowNanos, out);
        if (reply.outcome().isValidCheck()) {
            update(nowNanos);
        }
        return reply;
    }

    /** New credentials (RFC 8445 §9). */
    public void restartIce(IceCredentials local, IceCredentials remote, long nowNanos) {
        agent.restart(local, remote, nowNanos);
    }

    /** Takes one DTLS datagram from an address that has passed a check. */
    public void onDtls(ByteBuffer buffer, int offset, int length) {
        if (isOver()) {
            return;
        }
        DtlsSession running = session;
        if (running == null) {
            running = context.dtls().start(this, fingerprints, context.inbox());
            if (running == null) {
                context.drops().count(DropReason.DTLS_TOO_MANY_HANDSHAKES);
                return;
            }
            session = running;
        }
        byte[] datagram = new byte[length];
        buffer.get(offset, datagram);
        if (!running.offer(datagram)) {
            context.drops().count(DropReason.DTLS_INBOX_FULL);
        }
    }

    /** Takes what the DTLS session came up with. */
    public void onDtlsResult(DtlsResult result, long nowNanos) {
        switch (result) {
            case DtlsResult.Outgoing(var _, byte[] datagram) -> sendDtls(datagram);
            case DtlsResult.Connected(var _, SrtpEnds ends) -> install(ends, nowNanos);
            case DtlsResult.Ended(var _, DtlsEnd reason, String detail) -> onDtlsEnd(reason, detail, nowNanos);
        }
    }

    /** Takes one SRTP datagram. */
    public void onRtp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        if (receiver == null || isOver()) {
            drop(DropReason.SRTP_NO_KEYS);
        } else {
            listener.onRtp(buffer, offset, length, nowNanos);
        }
    }

    /** Takes one SRTCP datagram. */
    public void onRtcp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        if (receiver == null || isOver()) {
            drop(DropReason.SRTP_NO_KEYS);
        } else {
            listener.onRtcp(buffer, offset, length, nowNanos);
        }
    }

    /**
     * Opens an SRTP packet.
     *
     * @return bytes written to {@code out}, or -1: dropped and counted
     */
    public int unprotectRtp(ByteBuffer in, int offset, int length, ByteBuffer out, int outOffset) {
        return receiver == null
                ? drop(DropReason.SRTP_NO_KEYS)
                : opened(receiver.unprotectRtp(in, offset, length, out, outOffset));
    }

    /** The same for SRTCP. */
    public int unprotectRtcp(ByteBuffer in, int offset, int length, ByteBuffer out, int outOffset) {
        return receiver == null
                ? drop(DropReason.SRTP_NO_KEYS)
                : opened(receiver.unprotectRtcp(in, offset, length, out, outOffset));
    }

    /**
     * Puts an RTP packet together where it will be sent from, seals it there and sends it.
     *
     * @param header the first part, from index 0
     * @param payload the rest
     * @param payloadOffset absolute
     */
    public void sendRtp(
            ByteBuffer header,
            int headerLength,
            ByteBuffer payload,
            int payloadOffset,
            int payloadLength,
            long nowNanos) {
        InetSocketAddress to = agent.selected();
        int length = headerLength + payloadLength;
        if (sender == null || to == null || !agent.maySend(nowNanos)) {
            drop(DropReason.SEND_NOT_ALLOWED);
        } else if (length > MAX_PLAIN_BYTES) {
            drop(DropReason.PACKET_TOO_LARGE);
        } else {
            DatagramOutput output = context.output();
            int at = output.reserve(DatagramOutput.MAX_BYTES);
            ByteBuffer area = output.area();
            area.put(at, header, 0, headerLength);
            area.put(at + headerLength, payload, payloadOffset, payloadLength);
            commit(sender.protectRtp(area, at, length, area, at), to);
        }
    }

    /** Seals and sends a compound RTCP packet. */
    public void sendRtcp(ByteBuffer plain, int offset, int length, long nowNanos) {
        InetSocketAddress to = agent.selected();
        if (sender == null || to == null || !agent.maySend(nowNanos)) {
            drop(DropReason.SEND_NOT_ALLOWED);
        } else if (length > MAX_PLAIN_BYTES) {
            drop(DropReason.PACKET_TOO_LARGE);
        } else {
            DatagramOutput output = context.output();
            int at = output.reserve(DatagramOutput.MAX_BYTES);
            commit(sender.protectRtcp(plain, offset, length, output.area(), at), to);
        }
    }

    private void commit(int sealedBytes, InetSocketAddress to) {
        if (sealedBytes < 0) {
            drop(DropReason.PACKET_TOO_LARGE);
        } else {
            context.output().commit(sealedBytes, to);
        }
    }

    /** Looks at the clock: consent expires by itself. */
    public void onTick(long nowNanos) {
        update(nowNanos);
    }

    /** Ends it, with {@code close_notify} to the client if there is an association. */
    public void close(String detail, long nowNanos) {
        end(TransportState.CLOSED, detail, nowNanos);
    }

    /** Ends it because it cannot go on. */
    public void fail(String detail, long nowNanos) {
        end(TransportState.FAILED, detail, nowNanos);
    }

    private void install(SrtpEnds ends, long nowNanos) {
        if (isOver() || !profile.isEmpty()) {
            ends.close();
            return;
        }
        sender = ends.sender();
        receiver = ends.receiver();
        profile = ends.profile();
        context.handshakes().count(HandshakeOutcome.COMPLETED);
        update(nowNanos);
    }

    private void onDtlsEnd(DtlsEnd reason, String detail, long nowNanos) {
        if (profile.isEmpty()) {
            context.handshakes().count(outcome(reason));
        }
        String text = detail.isEmpty() ? reason.name() : reason + ": " + detail;
        end(reason.isFailure() ? TransportState.FAILED : TransportState.CLOSED, text, nowNanos);
    }

    private static HandshakeOutcome outcome(DtlsEnd reason) {
        return switch (reason) {
            case CLOSED_LOCALLY, CLOSED_BY_PEER -> HandshakeOutcome.ABANDONED;
            case HANDSHAKE_TIMEOUT -> HandshakeOutcome.TIMED_OUT;
            case FINGERPRINT_MISMATCH -> HandshakeOutcome.FINGERPRINT_MISMATCH;
            case NO_COMMON_PROFILE -> HandshakeOutcome.NO_COMMON_PROFILE;
            case REFUSED_BY_PEER -> HandshakeOutcome.REFUSED_BY_CLIENT;
            case PROTOCOL_ERROR -> HandshakeOutcome.PROTOCOL_ERROR;
            case INTERNAL_ERROR -> HandshakeOutcome.INTERNAL_ERROR;
        };
    }

    /** Also when it is over: an alert is the last thing that a session says. */
    private void sendDtls(byte[] datagram) {
        InetSocketAddress to = agent.selected();
        if (to == null) {
            drop(DropReason.SEND_NOT_ALLOWED);
        } else {
            context.output().send(ByteBuffer.wrap(datagram), 0, datagram.length, to);
        }
    }

    private void update(long nowNanos) {
        if (isOver()) {
            return;
        }
        IceState ice = agent.state(nowNanos);
        if (ice == IceState.FAILED) {
            end(TransportState.FAILED, "no check from the client", nowNanos);
        } else if (ice == IceState.CONNECTED && sender != null) {
            move(TransportState.CONNECTED, profile, nowNanos);
        } else if (ice == IceState.DISCONNECTED && state == TransportState.CONNECTED) {
            move(TransportState.DISCONNECTED, "consent expired", nowNanos);
        }
    }

    private void end(TransportState last, String detail, long nowNanos) {
        if (isOver()) {
            return;
        }
        if (session != null) {
            session.close();
        }
        move(last, detail, nowNanos);
        freeCiphers();
    }

    /** Last, since whoever hears of the end may still send; what comes after that is dropped. */
    private void freeCiphers() {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
    }

    private void move(TransportState next, String detail, long nowNanos) {
        if (state != next) {
            state = next;
            listener.onState(next, detail, nowNanos);
        }
    }

    private int opened(int bytes) {
        if (bytes >= 0) {
            return bytes;
        }
        return drop(
                switch (SrtpFailure.of(bytes)) {
                    case MALFORMED -> DropReason.SRTP_MALFORMED;
                    case AUTH_FAILED -> DropReason.SRTP_AUTH_FAILED;
                    case REPLAYED -> DropReason.SRTP_REPLAYED;
                    case TOO_MANY_SOURCES -> DropReason.SRTP_TOO_MANY_SOURCES;
                    case NO_ROOM -> DropReason.PACKET_TOO_LARGE;
                });
    }

    private int drop(DropReason reason) {
        context.drops().count(reason);
        return -1;
    }
}
