package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkKeys;
import io.banyan.protocol.link.LinkRole;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkHandshakeTest {
    private static final NodeId EU = NodeId.parse("eu/node-1");
    private static final NodeId US = NodeId.parse("us/node-1");
    private static final String EU_URI = "banyan://mesh/eu/node-1";
    private static final String US_URI = "banyan://mesh/us/node-1";

    /** Far more than anything here takes, on however busy a machine. */
    private static final long PATIENCE_SECONDS = 60;

    private final NodeCertificates mesh;

    LinkHandshakeTest() throws Exception {
        mesh = new NodeCertificates("mesh");
    }

    /** One end of a handshake, and what it said. */
    private static final class End implements LinkHandshakeEvents {
        private final CompletableFuture<LinkKeys> keys = new CompletableFuture<>();
        private final CompletableFuture<LinkHandshakeEnd> ended = new CompletableFuture<>();
        private final AtomicInteger sent = new AtomicInteger();
        private final LinkHandshake handshake;
        private volatile Consumer<byte[]> wire = records -> {};
        private volatile @Nullable NodeId peer;

        private End(LinkRole role, LinkIdentity identity, @Nullable NodeId wanted, int oldest, int newest) {
            handshake = new LinkHandshake(role, identity, wanted, oldest, newest, this);
        }

        private static End initiator(LinkIdentity identity, @Nullable NodeId wanted) {
            return new End(LinkRole.INITIATOR, identity, wanted, 1, 1);
        }

        private static End responder(LinkIdentity identity) {
            return new End(LinkRole.RESPONDER, identity, null, 1, 1);
        }

        private void connect(End responder) {
            wire = responder.handshake::offer;
            responder.wire = handshake::offer;
            Thread.ofVirtual().start(responder.handshake);
            Thread.ofVirtual().start(handshake);
        }

        private LinkKeys awaitKeys() throws Exception {
            return keys.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        private LinkHandshakeEnd awaitEnd() throws Exception {
            return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void send(byte[] records) {
            sent.incrementAndGet();
            wire.accept(records);
        }

        @Override
        public void completed(LinkKeys linkKeys, NodeId named) {
            peer = named;
            keys.complete(linkKeys);
        }

        @Override
        public void ended(LinkHandshakeEnd reason, String detail) {
            keys.completeExceptionally(new IllegalStateException(reason + ": " + detail));
            ended.complete(reason);
        }
    }

    @Test
    void shouldGiveBothNodesTheSameKeysAndEachTheOthersName() throws Exception {
        End eu = End.initiator(mesh.identity(EU_URI), US);
        End us = End.responder(mesh.identity(US_URI));
        eu.connect(us);
        assertThat(eu.awaitKeys()).isEqualTo(us.awaitKeys());
        assertThat(eu.peer).isEqualTo(US);
        assertThat(us.peer).isEqualTo(EU);
        assertThat(eu.awaitEnd()).isEqualTo(LinkHandshakeEnd.COMPLETED);
        us.handshake.close();
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.COMPLETED);
    }

    @Test
    void shouldComeAboutAlthoughEveryThirdDatagramIsLost() throws Exception {
        End eu = End.initiator(mesh.identity(EU_URI), US);
        End us = End.responder(mesh.identity(US_URI));
        eu.connect(us);
        AtomicInteger datagrams = new AtomicInteger();
        eu.wire = records -> {
            if (datagrams.incrementAndGet() % 3 != 1) {
                us.handshake.offer(records);
            }
        };
        us.wire = records -> {
            if (datagrams.incrementAndGet() % 3 != 1) {
                eu.handshake.offer(records);
            }
        };
        assertThat(eu.awaitKeys()).isEqualTo(us.awaitKeys());
        us.handshake.close();
    }

    @Test
    void shouldAgreeOnTheNewestVersionThatBothSpeak() throws Exception {
        End old = new End(LinkRole.INITIATOR, mesh.identity(EU_URI), US, 1, 2);
        End young = new End(LinkRole.RESPONDER, mesh.identity(US_URI), null, 2, 3);
        old.connect(young);
        assertThat(old.awaitKeys().version()).isEqualTo(2);
        assertThat(young.awaitKeys().version()).isEqualTo(2);
        young.handshake.close();
    }

    @Test
    void shouldRefuseAPeerOfAnotherVersion() throws Exception {
        End old = new End(LinkRole.INITIATOR, mesh.identity(EU_URI), US, 1, 1);
        End young = new End(LinkRole.RESPONDER, mesh.identity(US_URI), null, 2, 3);
        old.connect(young);
        assertThat(young.awaitEnd()).isEqualTo(LinkHandshakeEnd.NO_COMMON_VERSION);
        assertThat(old.awaitEnd()).isEqualTo(LinkHandshakeEnd.REFUSED_BY_PEER);
    }

    @Test
    void shouldRefuseAnInitiatorOfAnotherAuthority() throws Exception {
        NodeCertificates stranger = new NodeCertificates("mesh");
        LinkIdentity forged = stranger.identity(EU_URI, Duration.ofDays(1), List.of(mesh.authority));
        End eu = End.initiator(forged, US);
        End us = End.responder(mesh.identity(US_URI));
        eu.connect(us);
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.NOT_TRUSTED);
        assertThat(eu.awaitEnd()).isEqualTo(LinkHandshakeEnd.REFUSED_BY_PEER);
    }

    @Test
    void shouldRefuseAResponderOfAnotherAuthority() throws Exception {
        NodeCertificates stranger = new NodeCertificates("stranger");
        End eu = End.initiator(mesh.identity(EU_URI), US);
        End us = End.responder(stranger.identity(US_URI, Duration.ofDays(1), List.of(mesh.authority)));
        eu.connect(us);
        assertThat(eu.awaitEnd()).isEqualTo(LinkHandshakeEnd.NOT_TRUSTED);
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.REFUSED_BY_PEER);
    }

    @Test
    void shouldBelieveTwoGenerationsOfAuthorities() throws Exception {
        NodeCertificates next = new NodeCertificates("next");
        var both = List.of(mesh.authority, next.authority);
        End eu = End.initiator(mesh.identity(EU_URI, Duration.ofDays(1), both), US);
        End us = End.responder(next.identity(US_URI, Duration.ofDays(1), both));
        eu.connect(us);
        assertThat(eu.awaitKeys()).isEqualTo(us.awaitKeys());
        us.handshake.close();
    }

    @Test
    void shouldRefuseANodeThatWasNotMeant() throws Exception {
        End eu = End.initiator(mesh.identity(EU_URI), NodeId.parse("us/node-2"));
        End us = End.responder(mesh.identity(US_URI));
        eu.connect(us);
        assertThat(eu.awaitEnd()).isEqualTo(LinkHandshakeEnd.OTHER_NODE);
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.REFUSED_BY_PEER);
    }

    @Test
    void shouldRefuseACertificateThatNamesNoNode() throws Exception {
        End eu = End.initiator(mesh.identity("https://example.org/eu/node-1"), US);
        End us = End.responder(mesh.identity(US_URI));
        eu.connect(us);
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.OTHER_NODE);
    }

    @Test
    void shouldRefuseAnExpiredCertificate() throws Exception {
        End eu = End.initiator(mesh.identity(EU_URI, Duration.ofDays(-1), List.of(mesh.authority)), US);
        End us = End.responder(mesh.identity(US_URI));
        eu.connect(us);
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.EXPIRED);
        assertThat(eu.awaitEnd()).isEqualTo(LinkHandshakeEnd.REFUSED_BY_PEER);
    }

    @Test
    void shouldRefuseAnInitiatorWithoutCertificate() throws Exception {
        End us = End.responder(mesh.identity(US_URI));
        QueueTransport transport = new QueueTransport(us.handshake::offer);
        us.wire = transport::offer;
        Thread.ofVirtual().start(us.handshake);
        Thread.ofVirtual().start(() -> {
            try {
                new DTLSClientProtocol().connect(new ClientWithoutCertificate(), transport);
            } catch (java.io.IOException refused) {
                transport.end();
            }
        });
        assertThat(us.awaitEnd()).isEqualTo(LinkHandshakeEnd.NO_CERTIFICATE);
    }

    @Test
    void shouldEndWhenClosed() throws Exception {
        End eu = End.initiator(mesh.identity(EU_URI), US);
        Thread.ofVirtual().start(eu.handshake);
        eu.handshake.close();
        assertThat(eu.awaitEnd()).isEqualTo(LinkHandshakeEnd.CLOSED_LOCALLY);
        assertThat(eu.handshake.offer(new byte[20])).isFalse();
    }

    /** Asked for its certificate, it has none. */
    private static final class ClientWithoutCertificate extends AbstractTlsClient {
        private ClientWithoutCertificate() {
            super(new LimitedCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return TlsUtils.getSupportedCipherSuites(getCrypto(), SrtpTlsServer.CIPHER_SUITES);
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate serverCertificate) {}

                @Override
                public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                    return null;
                }
            };
        }
    }
}
