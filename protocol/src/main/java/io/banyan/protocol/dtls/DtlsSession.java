package io.banyan.protocol.dtls;

import io.banyan.protocol.srtp.SrtpProfile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;

/**
 * One DTLS 1.2 association that keys SRTP (RFC 5764): the handshake, and then for as long as the transport lives what
 * comes inside it. {@link #run} belongs on a virtual thread of its own, which BouncyCastle blocks; the other methods are
 * for any thread and never block.
 *
 * <p>After the handshake it resends its last flight when the peer repeats its own (RFC 6347 §4.2.4), passes application
 * records, and watches for close_notify.
 */
public final class DtlsSession implements Runnable {
    /** Longest datagram that a session sends: goes through every path that carries WebRTC at all. */
    public static final int MAX_DATAGRAM_BYTES = 1200;

    /** Longest application record: a datagram less the record's header, nonce and tag, rounded down. */
    public static final int MAX_APPLICATION_BYTES = 1150;

    /** A burst of a data channel; what is beyond is refused, and its sender slows down. */
    private static final int OUTBOX_RECORDS = 64;

    /** BouncyCastle's "for ever". */
    private static final int WITHOUT_LIMIT = 0;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final DtlsRole role;
    private final SrtpHandshake handshake;
    private final DtlsEvents events;
    private final QueueTransport transport;
    private final BlockingQueue<byte[]> outbox = new LinkedBlockingQueue<>(OUTBOX_RECORDS);
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean connected;

    /**
     * @param expectedPeer fingerprints as the peer signalled them, of which one must be its certificate's; if empty, nobody
     *     is let in
     * @param profiles that we speak, best first
     * @param events called on the thread that runs the session
     */
    public DtlsSession(
            DtlsRole role,
            DtlsCertificate certificate,
            List<Fingerprint> expectedPeer,
            List<SrtpProfile> profiles,
            DtlsEvents events) {
        this.role = role;
        this.handshake = new SrtpHandshake(certificate, expectedPeer, profiles);
        this.events = events;
        this.transport = new QueueTransport(events::send);
    }

    /**
     * Takes a datagram from the peer; the array is the session's from now on.
     *
     * @return false if it was dropped: the inbox is full, the session is over, or no DTLS datagram has this length
     */
    public boolean offer(byte[] datagram) {
        return transport.offer(datagram);
    }

    /**
     * Sends a record inside the association; the array is the session's from now on.
     *
     * @param record at most {@link #MAX_APPLICATION_BYTES}
     * @return false if it was not taken: the handshake is not complete, the session is over, or too much waits already
     */
    public boolean sendApplicationData(byte[] record) {
        if (!connected || record.length > MAX_APPLICATION_BYTES || !outbox.offer(record)) {
            return false;
        }
        transport.wakeUp();
        return true;
    }

    /** Ends the session, with close_notify if the handshake was complete. {@link DtlsEvents#closed} follows. */
    public void close() {
        transport.requestClose();
    }

    /**
     * Runs the session until it ends; returns normally, whatever the peer sent. The handshake has 30 s from here on, so a
     * server is best started when its first datagram is there. An interrupt ends the session as {@link #close} does.
     */
    @Override
    public void run() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a session runs once");
        }
        Ending ending = converse();
        connected = false;
        transport.end();
        outbox.clear();
        events.closed(ending.reason, ending.detail);
    }

    private Ending converse() {
        try {
            if (transport.isCloseRequested()) {
                return new Ending(DtlsEnd.CLOSED_LOCALLY, "closed before it began");
            }
            DTLSTransport association = shakeHands();
            transport.established();
            transport.flush();
            connected = true;
            events.connected(handshake.keys());
            return pass(association);
        } catch (TlsTimeoutException late) {
            return new Ending(DtlsEnd.HANDSHAKE_TIMEOUT, "handshake not complete in time");
        } catch (TlsFatalAlertReceived refused) {
            return new Ending(DtlsEnd.REFUSED_BY_PEER, AlertDescription.getText(refused.getAlertDescription()));
        } catch (TlsFatalAlert raised) {
            return endingOf(raised);
        } catch (IOException malformed) {
            return new Ending(DtlsEnd.PROTOCOL_ERROR, malformed.getClass().getSimpleName());
        } catch (RuntimeException | StackOverflowError bug) {
            // BouncyCastle reads what a peer made up, and whatever comes of it has to end here.
            return new Ending(DtlsEnd.INTERNAL_ERROR, bug.toString());
        } finally {
            transport.flush();
        }
    }

    private DTLSTransport shakeHands() throws IOException {
        LimitedCrypto crypto = new LimitedCrypto(RANDOM);
        return switch (role) {
            case SERVER -> new DTLSServerProtocol().accept(new SrtpTlsServer(crypto, handshake), transport);
            case CLIENT -> new DTLSClientProtocol().connect(new SrtpTlsClient(crypto, handshake), transport);
        };
    }

    private Ending endingOf(TlsFatalAlert raised) {
        String detail = AlertDescription.getText(raised.getAlertDescription());
        DtlsEnd refusal = handshake.refusal();
        if (refusal != null) {
            return new Ending(refusal, detail);
        }
        if (transport.isCloseRequested()) {
            return new Ending(DtlsEnd.CLOSED_LOCALLY, "closed during the handshake");
        }
        if (handshake.isClosedByPeer()) {
            return new Ending(DtlsEnd.CLOSED_BY_PEER, "close_notify during the handshake");
        }
        Throwable cause = raised.getCause();
        if (raised.getAlertDescription() == AlertDescription.internal_error && cause instanceof RuntimeException) {

            return new Ending(DtlsEnd.INTERNAL_ERROR, cause.toString());
        }
        return new Ending(DtlsEnd.PROTOCOL_ERROR, detail);
    }

    /** Passes application records both ways until either side closes. */
    private Ending pass(DTLSTransport association) throws IOException {
        byte[] record = new byte[QueueTransport.MAX_RECEIVED_BYTES];
        while (true) {
            try {
                int bytes = association.receive(record, 0, record.length, WITHOUT_LIMIT);
                if (bytes > 0) {
                    events.applicationData(Arrays.copyOf(record, bytes));
                }
            } catch (InterruptedIOException woken) {
                if (handshake.isClosedByPeer()) {
                    return new Ending(DtlsEnd.CLOSED_BY_PEER, "close_notify");
                }
                if (transport.isCloseRequested()) {
                    association.close();
                    return new Ending(DtlsEnd.CLOSED_LOCALLY, "closed");
                }
                sendWaiting(association);
            }
        }
    }

    private void sendWaiting(DTLSTransport association) throws IOException {
        byte[] record = outbox.poll();
        while (record != null) {
            association.send(record, 0, record.length);
            record = outbox.poll();
        }
    }

    private record Ending(DtlsEnd reason, String detail) {}
}
