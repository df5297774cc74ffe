package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.DtlsEnd;
import io.banyan.protocol.dtls.DtlsEvents;
import io.banyan.protocol.dtls.DtlsRole;
import io.banyan.protocol.dtls.DtlsSession;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Genuine ClientHellos from addresses that have passed no check: what they cost is a look at a table. */
class HandshakeFloodTest {
    private static final int HELLOS = 50_000;

    private final CallSim sim = new CallSim(1);
    private final SimCall call = new SimCall(sim, List.of(), false);

    @Test
    void shouldBeginNoHandshakeForAnAddressThatPassedNoCheck() throws InterruptedException {
        byte[] hello = clientHello();
        long answersBefore = sim.first().port.committed();
        for (int i = 0; i < HELLOS; i++) {
            sim.inject(hello, stranger(i));
        }

        assertThat(sim.first().port.committed()).isEqualTo(answersBefore);
        LoopSnapshot snapshot = sim.freshSnapshot();
        assertThat(snapshot.drops()).containsEntry(DropReason.DTLS_BEFORE_ICE, (long) HELLOS);
        assertThat(snapshot.drops())
                .doesNotContainKeys(DropReason.DTLS_TOO_MANY_HANDSHAKES, DropReason.DTLS_INBOX_FULL);
        assertThat(snapshot.handshakes()).isEmpty();

        // None of the few places for handshakes is taken, and those whom they are for come in.
        for (int i = 0; i < CallSim.HANDSHAKES - 1; i++) {
            call.addViewer();
        }
        sim.connect();
        assertThat(sim.drops(DropReason.DTLS_TOO_MANY_HANDSHAKES)).isZero();
    }

    private static InetSocketAddress stranger(int i) {
        return new InetSocketAddress(
                InetAddress.ofLiteral("203.0." + ((i >> 8) & 0xFF) + "." + (i & 0xFF)), 1_024 + (i >> 4));
    }

    private static byte[] clientHello() throws InterruptedException {
        BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        DtlsCertificate certificate = TestPeer.CERTIFICATE;
        DtlsSession client = new DtlsSession(
                DtlsRole.CLIENT,
                certificate,
                List.<Fingerprint>of(certificate.fingerprint()),
                List.of(SrtpProfile.values()),
                new DtlsEvents() {
                    @Override
                    public void send(byte[] datagram) {
                        sent.add(datagram);
                    }

                    @Override
                    public void connected(SrtpKeyMaterial keys) {
                        throw new IllegalStateException("to nobody");
                    }

                    @Override
                    public void applicationData(byte[] record) {}

                    @Override
                    public void closed(DtlsEnd reason, String detail) {}
                });
        Thread.ofVirtual().start(client);
        byte[] hello = sent.poll(20, TimeUnit.SECONDS);
        client.close();
        assertThat(hello).isNotNull();
        return hello;
    }
}
