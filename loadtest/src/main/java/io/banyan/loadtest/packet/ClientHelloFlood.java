package io.banyan.loadtest.packet;

import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends a real ClientHello again and again from addresses that no STUN check came from. */
final class ClientHelloFlood {
    private static final int SOURCES = 16;
    private static final int PATIENCE_SECONDS = 10;

    private ClientHelloFlood() {}

    /** @return how many this machine's network took */
    static int send(InetSocketAddress target, int count, int perSecond) {
        ByteBuffer hello = ByteBuffer.wrap(clientHello());
        DatagramChannel[] sources = new DatagramChannel[SOURCES];
        try {
            for (int i = 0; i < SOURCES; i++) {
                sources[i] = DatagramChannel.open();
                sources[i].connect(target);
            }
            long startNanos = System.nanoTime();
            int taken = 0;
            for (int i = 0; i < count; i++) {
                long dueNanos = startNanos + i * 1_000_000_000L / perSecond;
                long waitNanos = dueNanos - System.nanoTime();
                if (waitNanos > 0) {
                    LockSupport.parkNanos(waitNanos);
                }
                taken += sources[i % SOURCES].write(hello.rewind()) > 0 ? 1 : 0;
            }
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close(sources);
        }
    }

    private static void close(DatagramChannel[] sources) {
        for (DatagramChannel source : sources) {
            if (source != null) {
                try {
                    source.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static byte[] clientHello() {
        DtlsCertificate certificate = DtlsCertificate.generate(new SecureRandom());
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        DtlsSession session = new DtlsSession(
                DtlsRole.CLIENT,
                certificate,
                List.of(certificate.fingerprint()),
                List.of(SrtpProfile.values()),
                new FirstFlight(first));
        Thread.ofVirtual().name("client-hello").start(session);
        try {
            return first.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } finally {
            session.close();
        }
    }

    private record FirstFlight(CompletableFuture<byte[]> first) implements DtlsEvents {
        @Override
        public void send(byte[] datagram) {
            first.complete(datagram);
        }

        @Override
        public void connected(SrtpKeyMaterial keys) {
            throw new IllegalStateException("nobody answers");
        }

        @Override
        public void applicationData(byte[] record) {
            throw new IllegalStateException("nobody answers");
        }

        @Override
        public void closed(DtlsEnd reason, String detail) {
            // As it should be.
        }
    }
}
