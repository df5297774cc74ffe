package io.banyan.node.media.transport;

import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.srtp.SrtpCipherSuite;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs DTLS sessions, each on a virtual thread of its own, because BouncyCastle blocks while it waits for datagrams. One
 * for all loops of a node; any thread may call.
 *
 * <p>How many may shake hands at a time is bounded: each costs two public key operations, and a storm of joins must not
 * take the cores from the media. A client that is refused repeats its ClientHello.
 */
public final class DtlsRunner {

    /** Between attempts to hand a result to a loop whose queue is full: a few of its duty cycles. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final DtlsCertificate certificate;
    private final SrtpEnds.Maker ends;
    private final Semaphore handshakes;

    /**
     * With the ciphers of the JDK.
     *
     * @param maxHandshakes at a time, positive
     */
    public DtlsRunner(DtlsCertificate certificate, int maxHandshakes) {
        this(certificate, maxHandshakes, SrtpEnds.by(SrtpCipherSuite.jdk()));
    }

    /**
     * @param maxHandshakes at a time, positive
     * @param ends makes something of the keys
     */
    public DtlsRunner(DtlsCertificate certificate, int maxHandshakes, SrtpEnds.Maker ends) {
        this.certificate = certificate;
        this.ends = ends;
        handshakes = new Semaphore(maxHandshakes);
    }

    /** Of the certificate that every session shows. */
    public Fingerprint fingerprint() {
        return certificate.fingerprint();
    }

    /**
     * Starts the server's side of a handshake.
     *
     * @param expectedPeer the client's certificate must match one of them
     * @param inbox gets the results
     * @return null if too many are under way
     */
    @Nullable
    DtlsSession start(PeerTransport transport, List<Fingerprint> expectedPeer, TransportInbox inbox) {
        if (!handshakes.tryAcquire()) {
            return null;
        }
        DtlsSession session = new DtlsSession(
                DtlsRole.SERVER,
                certificate,
                expectedPeer,
                List.of(SrtpProfile.values()),
                new Reporter(transport, inbox, ends, handshakes));
        Thread.ofVirtual().name("dtls-" + transport.id()).start(session);
        return session;
    }

    /** Takes a session's events to the loop. Runs on the session's thread. */
    private static final class Reporter implements DtlsEvents {
        private final PeerTransport transport;
        private final TransportInbox inbox;
        private final SrtpEnds.Maker ends;
        private final Semaphore handshakes;
        private final AtomicBoolean isShaking = new AtomicBoolean(true);

        Reporter(PeerTransport transport, TransportInbox inbox, SrtpEnds.Maker ends, Semaphore handshakes) {
            this.transport = transport;
            this.inbox = inbox;
            this.ends = ends;
            this.handshakes = handshakes;
        }

        @Override
        public void send(byte[] datagram) {
            // Lost like any datagram if the queue is full: DTLS sends it again.
            boolean _ = inbox.offer(new DtlsResult.Outgoing(transport, datagram));
        }

        @Override
        public void connected(SrtpKeyMaterial keys) {
            endHandshake();
            offerSurely(new DtlsResult.Connected(transport, ends.make(keys)));
        }

        @Override
        public void applicationData(byte[] record) {
            // No SCTP yet: m=application is answered with port 0, so what comes here is nothing that was agreed on.
        }

        @Override
        public void closed(DtlsEnd reason, String detail) {
            endHandshake();
            offerSurely(new DtlsResult.Ended(transport, reason, detail));
        }

        private void endHandshake() {
            if (isShaking.getAndSet(false)) {
                handshakes.release();
            }
        }

        /** Nobody would say this a second time, so it waits for room. */
        private void offerSurely(DtlsResult result) {
            while (!inbox.offer(result) && !inbox.isClosed()) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
