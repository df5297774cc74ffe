package io.banyan.protocol.dtls;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkRole;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The DTLS 1.2 handshake of a backbone link: both ends show certificates of the mesh's CA, the initiator checks that the
 * name is the one it meant, and the link's keys come of it by exporter. {@link #run} belongs on a virtual thread of its
 * own, which BouncyCastle blocks; the other methods are for any thread and never block.
 *
 * <p>The responder stays for a while after the keys are out, to repeat its last flight to an initiator that did not get it
 * (RFC 6347 §4.2.4).
 */
public final class LinkHandshake implements Runnable {
    /** The link's formats that this build speaks. */
    public static final int OLDEST_VERSION = 1;

    public static final int NEWEST_VERSION = 1;

    /** The other side of the world answers in 300 ms; most are much nearer, and resent bytes are few. */
    static final int FIRST_RESEND_MILLIS = 100;

    /** Whoever wants the link tries again then, perhaps at another address. */
    static final int TIMEOUT_MILLIS = 10_000;

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LinkRole role;
    private final LinkAgreement agreement;
    private final LinkHandshakeEvents events;
    private final QueueTransport transport;
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * @param wanted whom the initiator means; null takes any node of the mesh, as a responder does
     */
    public LinkHandshake(LinkRole role, LinkIdentity identity, @Nullable NodeId wanted, LinkHandshakeEvents events) {
        this(role, identity, wanted, OLDEST_VERSION, NEWEST_VERSION, events);
    }

    LinkHandshake(
            LinkRole role,
            LinkIdentity identity,
            @Nullable NodeId wanted,
            int oldestVersion,
            int newestVersion,
            LinkHandshakeEvents events) {
        this.role = role;
        this.agreement = new LinkAgreement(identity, wanted, oldestVersion, newestVersion);
        this.events = events;
        this.transport = new QueueTransport(events::send);
    }

    /**
     * Takes the records of a datagram from the peer; the array is the handshake's from now on.
     *
     * @return false if they were dropped: the inbox is full, the handshake is over, or no datagram has this length
     */
    public boolean offer(byte[] records) {
        return transport.offer(records);
    }

    /** Ends the handshake. {@link LinkHandshakeEvents#ended} follows. */
    public void close() {
        transport.requestClose();
    }

    /** Runs until the handshake has ended; returns normally, whatever the peer sent. An interrupt is a {@link #close}. */
    @Override
    public void run() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a handshake runs once");
        }
        Ending ending = converse();
        transport.end();
        events.ended(ending.reason, ending.detail);
    }

    private Ending converse() {
        try {
            if (transport.isCloseRequested()) {
                return new Ending(LinkHandshakeEnd.CLOSED_LOCALLY, "closed before it began");
            }
            DTLSTransport association = shakeHands();
            transport.established();
            transport.flush();
            events.completed(agreement.keys(), agreement.peer());
            linger(association);
            return new Ending(LinkHandshakeEnd.COMPLETED, "complete");
        } catch (TlsTimeoutException late) {
            return new Ending(LinkHandshakeEnd.TIMEOUT, "not complete in time");
        } catch (TlsFatalAlertReceived refused) {
            return new Ending(
                    LinkHandshakeEnd.REFUSED_BY_PEER, AlertDescription.getText(refused.getAlertDescription()));
        } catch (TlsFatalAlert raised) {
            return endingOf(raised);
        } catch (IOException malformed) {
            return new Ending(
                    LinkHandshakeEnd.PROTOCOL_ERROR, malformed.getClass().getSimpleName());
        } catch (RuntimeException | StackOverflowError bug) {
            // BouncyCastle reads what a peer made up, and whatever comes of it has to end here.
            return new Ending(LinkHandshakeEnd.INTERNAL_ERROR, bug.toString());
        } finally {
            transport.flush();
        }
    }

    private DTLSTransport shakeHands() throws IOException {
        LimitedCrypto crypto = new LimitedCrypto(RANDOM);
        return switch (role) {
            case RESPONDER -> new DTLSServerProtocol().accept(new LinkTlsServer(crypto, agreement), transport);
            case INITIATOR -> new DTLSClientProtocol().connect(new LinkTlsClient(crypto, agreement), transport);
        };
    }

    /** Nothing is said inside the association; receiving is what repeats the last flight. */
    private void linger(DTLSTransport association) throws IOException {
        if (role == LinkRole.INITIATOR) {
            return; // The responder's flight was the last.
        }
        byte[] record = new byte[QueueTransport.MAX_RECEIVED_BYTES];
        long endNanos = System.nanoTime() + LINGER_NANOS;
        long leftMillis = TIMEOUT_MILLIS;
        while (leftMillis > 0) {
            try {
                association.receive(record, 0, record.length, (int) leftMillis);
            } catch (InterruptedIOException closed) {
                return;
            }
            leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        }
    }

    private Ending endingOf(TlsFatalAlert raised) {
        String detail = AlertDescription.getText(raised.getAlertDescription());
        LinkHandshakeEnd refusal = agreement.refusal();
        if (refusal != null) {
            return new Ending(refusal, detail);
        }
        if (transport.isCloseRequested()) {
            return new Ending(LinkHandshakeEnd.CLOSED_LOCALLY, "closed during the handshake");
        }
        if (raised.getAlertDescription() == AlertDescription.internal_error
                && raised.getCause() instanceof RuntimeException bug) {
            return new Ending(LinkHandshakeEnd.INTERNAL_ERROR, bug.toString());
        }
        return new Ending(LinkHandshakeEnd.PROTOCOL_ERROR, detail);
    }

    private record Ending(LinkHandshakeEnd reason, String detail) {}
}
