package io.banyan.protocol.dtls;

import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets a server and a client within this process shake hands once. A JVM's first handshake loads a thousand classes and
 * takes a second or two; done at start, the first participant does not wait for it.
 */
public final class HandshakeRehearsal {
    private HandshakeRehearsal() {}

    /**
     * Blocks until both ends have come to their end, {@value SrtpHandshake#TIMEOUT_MILLIS} ms at most.
     *
     * @return whether the handshake completed; if not, none will
     * @throws InterruptedException if the caller is interrupted meanwhile
     */
    public static boolean perform(DtlsCertificate certificate) throws InterruptedException {
        End server = new End(DtlsRole.SERVER, certificate);
        End client = new End(DtlsRole.CLIENT, certificate);
        server.other = client;
        client.other = server;
        Thread serving = Thread.ofVirtual().name("handshake-rehearsal").start(server.session);
        Thread.ofVirtual().name("handshake-rehearsal").start(client.session);
        serving.join();
        client.closed.await();
        return server.connected && client.connected;
    }

    /** One of the two. The client closes as soon as it is connected, and the server follows. */
    private static final class End implements DtlsEvents {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final DtlsSession session;
        private final DtlsRole role;
        private volatile @Nullable End other;
        private volatile boolean connected;

        private End(DtlsRole role, DtlsCertificate certificate) {
            this.role = role;
            this.session = new DtlsSession(
                    role, certificate, List.of(certificate.fingerprint()), List.of(SrtpProfile.values()), this);
        }

        @Override
        public void send(byte[] datagram) {
            End receiver = other;
            if (receiver != null) {
                receiver.session.offer(datagram);
            }
        }

        @Override
        public void connected(SrtpKeyMaterial keys) {
            connected = true;
            if (role == DtlsRole.CLIENT) {
                session.close(); // the server hears it by close_notify, having sent its last flight before
            }
        }

        @Override
        public void applicationData(byte[] record) {
            throw new IllegalStateException("nobody sends any");
        }

        @Override
        public void closed(DtlsEnd reason, String detail) {
            closed.countDown();
        }
    }
}
