package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsSessionTest {
    private static final Fingerprint STRANGER =
            DtlsCertificate.generate(DtlsPeer.RANDOM).fingerprint();

    @ParameterizedTest
    @EnumSource
    void shouldGiveBothSidesTheSameKeys(SrtpProfile profile) throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client(List.of(profile));
        DtlsPeer.connect(server, client);
        SrtpKeyMaterial ours = server.awaitKeys();
        SrtpKeyMaterial theirs = client.awaitKeys();
        assertThat(ours.profile()).isEqualTo(profile).isEqualTo(theirs.profile());
        assertThat(ours.clientKey()).isEqualTo(theirs.clientKey()).isNotEqualTo(ours.serverKey());
        assertThat(ours.clientSalt()).isEqualTo(theirs.clientSalt());
        assertThat(ours.serverKey()).isEqualTo(theirs.serverKey());
        assertThat(ours.serverSalt()).isEqualTo(theirs.serverSalt());
        assertThat(opens(theirs, ours)).isTrue();
    }

    private static boolean opens(SrtpKeyMaterial client, SrtpKeyMaterial server) {
        ByteBuffer packet = ByteBuffer.allocate(100);
        packet.put(0, (byte) 0x80);
        int sealed = client.clientSender().protectRtp(packet, 0, 50, packet, 0);
        return server.clientReceiver().unprotectRtp(packet, 0, sealed, packet, 0) == 50;
    }

    @Test
    void shouldPreferTheFirstOfTheServersProfiles() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client(DtlsPeer.ALL.reversed());
        DtlsPeer.connect(server, client);
        assertThat(server.awaitKeys().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    }

    @Test
    void shouldRefuseAClientWithoutACommonProfile() throws Exception {
        DtlsPeer server = DtlsPeer.server(List.of(SrtpProfile.AEAD_AES_128_GCM));
        DtlsPeer client = DtlsPeer.client(List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80));
        DtlsPeer.connect(server, client);
        assertThat(server.awaitEnd()).isEqualTo(DtlsEnd.NO_COMMON_PROFILE);
        assertThat(client.awaitEnd()).isEqualTo(DtlsEnd.REFUSED_BY_PEER);
    }

    @Test
    void shouldSendEachFlightInOneDatagram() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        server.wire = client.session::offer;
        client.wire = server.session::offer;
        server.start();
        client.start();
        client.awaitKeys();
        server.awaitKeys();
        assertThat(client.sent).allMatch(datagram -> datagram.length <= DtlsSession.MAX_DATAGRAM_BYTES);
        assertThat(server.sent).allMatch(datagram -> datagram.length <= DtlsSession.MAX_DATAGRAM_BYTES);
        // On a busy machine a flight may be repeated, each time in one datagram; never was there one for each message.
        assertThat(server.sent.peek()).hasSizeGreaterThan(500);
    }

    @Test
    void shouldRefuseAClientWithAnotherCertificate() throws Exception {
        DtlsPeer server = new DtlsPeer(DtlsRole.SERVER, List.of(STRANGER), DtlsPeer.ALL);
        DtlsPeer client = DtlsPeer.client();
        DtlsPeer.connect(server, client);
        assertThat(server.awaitEnd()).isEqualTo(DtlsEnd.FINGERPRINT_MISMATCH);
        assertThat(client.awaitEnd()).isEqualTo(DtlsEnd.REFUSED_BY_PEER);
        assertThat(server.keys).isCompletedExceptionally();
        assertThat(client.keys).isCompletedExceptionally();
    }

    @Test
    void shouldRefuseAServerWithAnotherCertificate() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = new DtlsPeer(DtlsRole.CLIENT, List.of(STRANGER), DtlsPeer.ALL);
        DtlsPeer.connect(server, client);
        assertThat(client.awaitEnd()).isEqualTo(DtlsEnd.FINGERPRINT_MISMATCH);
        assertThat(server.awaitEnd()).isEqualTo(DtlsEnd.REFUSED_BY_PEER);
        assertThat(server.keys).isCompletedExceptionally();
    }

    @Test
    void shouldLetInOneOfSeveralFingerprints() throws Exception {
        Fingerprint right =
                new Fingerprint("sha-512", DtlsCertificate.digest("sha-512", DtlsPeer.CLIENT_CERTIFICATE.der()));
        DtlsPeer server = new DtlsPeer(DtlsRole.SERVER, List.of(STRANGER, right), DtlsPeer.ALL);
        DtlsPeer client = DtlsPeer.client();
        DtlsPeer.connect(server, client);
        assertThat(server.awaitKeys()).isNotNull();
    }

    @Test
    void shouldLetNobodyInWithoutAFingerprint() throws Exception {
        DtlsPeer server = new DtlsPeer(DtlsRole.SERVER, List.of(), DtlsPeer.ALL);
        DtlsPeer client = DtlsPeer.client();
        DtlsPeer.connect(server, client);
        assertThat(server.awaitEnd()).isEqualTo(DtlsEnd.FINGERPRINT_MISMATCH);
    }

    @Test
    void shouldPassApplicationRecordsBothWays() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        assertThat(client.session.sendApplicationData(bytes("too early"))).isFalse();
        DtlsPeer.connect(server, client);
        server.awaitKeys();
        client.awaitKeys();
        assertThat(client.session.sendApplicationData(bytes("ping"))).isTrue();
        assertThat(server.awaitRecord()).isEqualTo(bytes("ping"));
        assertThat(server.session.sendApplicationData(new byte[DtlsSession.MAX_APPLICATION_BYTES]))
                .isTrue();
        assertThat(client.awaitRecord()).hasSize(DtlsSession.MAX_APPLICATION_BYTES);
        assertThat(server.session.sendApplicationData(new byte[DtlsSession.MAX_APPLICATION_BYTES + 1]))
                .isFalse();
    }

    @Test
    void shouldTellThePeerThatItCloses() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        DtlsPeer.connect(server, client);
        server.awaitKeys();
        client.awaitKeys();
        client.session.close();
        assertThat(client.awaitEnd()).isEqualTo(DtlsEnd.CLOSED_LOCALLY);
        assertThat(server.awaitEnd()).isEqualTo(DtlsEnd.CLOSED_BY_PEER);
        assertThat(server.session.offer(new byte[20])).isFalse();
    }

    @Test
    void shouldEndWhenClosedBeforeDuringAndWithoutAHandshake() throws Exception {
        DtlsPeer before = DtlsPeer.server();
        before.session.close();
        before.start();
        assertThat(before.awaitEnd()).isEqualTo(DtlsEnd.CLOSED_LOCALLY);
        DtlsPeer during = DtlsPeer.client();
        during.wire = datagram -> during.session.close();
        during.start();
        assertThat(during.awaitEnd()).isEqualTo(DtlsEnd.CLOSED_LOCALLY);
        DtlsPeer waiting = DtlsPeer.server();
        waiting.start().interrupt();
        assertThat(waiting.awaitEnd()).isEqualTo(DtlsEnd.CLOSED_LOCALLY);
    }

    @Test
    void shouldResendItsLastFlightWhenThePeerRepeatsItsOwn() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        AtomicInteger lost = new AtomicInteger();
        server.wire = datagram -> {
            if (server.keys.isDone() || isLastFlight(datagram)) {
                if (lost.incrementAndGet() <= 2) {
                    return;
                }
            }
            client.session.offer(datagram);
        };
        client.wire = server.session::offer;
        server.start();
        client.start();
        assertThat(client.awaitKeys()).isNotNull();
        assertThat(lost.get()).isGreaterThan(2);
    }

    private static boolean isLastFlight(byte[] datagram) {
        return datagram[0] == 20; // change_cipher_spec comes first in it
    }

    @Test
    void shouldIgnoreGarbageAroundTheHandshake() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        server.wire = datagram -> {
            client.session.offer(new byte[] {1, 2, 3});
            client.session.offer(datagram);
        };
        client.wire = datagram -> {
            server.session.offer(new byte[13]);
            server.session.offer(new byte[] {22, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 9, 9, 0, 4, 1, 2, 3, 4});
            server.session.offer(new byte[] {23, (byte) 0xFE, (byte) 0xFD, 0, 1, 0, 0, 0, 0, 9, 9, 0, 4, 1, 2, 3, 4});
            server.session.offer(datagram);
        };
        server.start();
        client.start();
        server.awaitKeys();
        client.awaitKeys();
        client.session.sendApplicationData(bytes("still there"));
        assertThat(server.awaitRecord()).isEqualTo(bytes("still there"));
    }

    @Test
    void shouldBoundWhatWaits() {
        DtlsPeer server = DtlsPeer.server();
        int taken = 0;
        while (server.session.offer(new byte[1200])) {
            taken++;
        }
        assertThat(taken).isEqualTo(QueueTransport.INBOX_DATAGRAMS);
        assertThat(DtlsPeer.server().session.offer(new byte[QueueTransport.MAX_RECEIVED_BYTES + 1]))
                .isFalse();
        assertThat(DtlsPeer.server().session.offer(new byte[0])).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
