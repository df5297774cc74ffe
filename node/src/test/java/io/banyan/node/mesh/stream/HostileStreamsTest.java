package io.banyan.node.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.FrameDrop;
import io.banyan.node.plane.StreamRefusal;
import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.dtls.Pem;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import io.banyan.protocol.wire.v1.MeshHello;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with peers that are not what they should be: refuses them, counts them, and goes on. */
@Timeout(60)
class HostileStreamsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A busy machine that has just started takes seconds for its first handshake. */
    private static final StreamSettings PATIENT = waiting(Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private final MeshAuthority authority = MeshAuthority.make("CA", StreamNode.VALIDITY, RANDOM);
    private StreamNode eu;
    private StreamNode us;

    @BeforeEach
    void start() throws Exception {
        eu = new StreamNode("eu/eu-1", 1, authority, folder, PATIENT);
        us = new StreamNode("us/us-1", 1, authority, folder, PATIENT);
        eu.tell(new MeshActor.TopologyChanged(StreamNode.topology(1, eu, us)));
    }

    /** After whatever happened, honest nodes still meet, and nobody else was heard. */
    @AfterEach
    void shouldGoOn() throws Exception {
        us.tell(new MeshActor.TopologyChanged(StreamNode.topology(1, eu, us)));
        us.tell(new MeshActor.ToRegion(eu.id.region(), beat()));
        assertThat(eu.next(MeshEvent.Opened.class).node()).isEqualTo(us.id);
        eu.close();
        us.close();
    }

    @Test
    void shouldRefuseWhoHasNoCertificate() throws Exception {
        attack(null, hello("us/us-1", 1));
        refused(StreamRefusal.UNTRUSTED);
    }

    @Test
    void shouldRefuseWhoHasAnotherCa() throws Exception {
        attack(
                MeshAuthority.make("CA", StreamNode.VALIDITY, RANDOM).issue(us.id, StreamNode.VALIDITY),
                hello("us/us-1", 1));
        refused(StreamRefusal.UNTRUSTED);
    }

    @Test
    void shouldRefuseAnotherNodesName() throws Exception {
        attack(issued("us/us-2"), hello("us/us-1", 1));
        refused(StreamRefusal.BAD_HELLO);
    }

    @Test
    void shouldRefuseWhoNeedsNoStream() throws Exception {
        attack(issued("eu/eu-1"), hello("eu/eu-1", 1));
        refused(StreamRefusal.WRONG_NAME);
        attack(issued("sa/sa-1"), hello("sa/sa-1", 1));
        refused(StreamRefusal.UNKNOWN_REGION);
    }

    @Test
    void shouldRefuseAnUnknownVersion() throws Exception {
        attack(issued("us/us-2"), hello("us/us-2", 0));
        refused(StreamRefusal.UNKNOWN_VERSION);
        attack(issued("us/us-2"), hello("us/us-2", MeshActor.VERSION + 2));
        eu.await(() -> assertThat(eu.meter.of(StreamRefusal.UNKNOWN_VERSION)).isEqualTo(2));
    }

    @Test
    void shouldRefuseWhoSpeaksBeforeHello() throws Exception {
        attack(issued("us/us-2"), framed(beat().toByteArray()));
        refused(StreamRefusal.BAD_HELLO);
        assertThat(eu.meter.of("received heartbeat")).isZero();
    }

    @Test
    void shouldRefuseTooLargeAFrame() throws Exception {
        attack(issued("us/us-2"), new byte[] {0, 0x10, 0, 1});
        refused(StreamRefusal.TOO_LARGE);
        attack(issued("us/us-2"), new byte[] {-1, 0, 0, 0});
        eu.await(() -> assertThat(eu.meter.of(StreamRefusal.TOO_LARGE)).isEqualTo(2));
    }

    @Test
    void shouldRefuseGarbageWithinTls() throws Exception {
        attack(issued("us/us-2"), framed("no protobuf at all".getBytes(StandardCharsets.UTF_8)));
        refused(StreamRefusal.GARBAGE);
    }

    @Test
    void shouldRefuseWhatIsNoTls() throws Exception {
        try (Socket socket = new Socket(
                eu.streams.address().getAddress(), eu.streams.address().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            refused(StreamRefusal.GARBAGE);
        }
    }

    @Test
    void shouldGiveUpWhoIsSilent() throws Exception {
        try (StreamNode hasty = new StreamNode("ap/ap-1", 1, authority, folder, waiting(Duration.ofMillis(300)));
                Socket socket = new Socket(
                        hasty.streams.address().getAddress(),
                        hasty.streams.address().getPort())) {
            assertThat(socket.isConnected()).isTrue();
            hasty.await(() -> assertThat(hasty.meter.of(StreamRefusal.SILENT)).isPositive());
        }
    }

    @Test
    void shouldNotTakeAnotherNodeForTheOneThatWasMeant() {
        NodeId meant = NodeId.parse("us/us-9");
        eu.tell(new MeshActor.Learn(meant, java.util.List.of(us.address())));
        eu.tell(new MeshActor.ToNode(meant, beat()));
        refused(StreamRefusal.WRONG_NAME);
        eu.await(() -> assertThat(eu.meter.of(FrameDrop.NOT_CONNECTED)).isEqualTo(1));
    }

    private static StreamSettings waiting(Duration time) {
        StreamSettings usual = StreamSettings.USUAL;
        return new StreamSettings(
                usual.connectTimeout(),
                time,
                usual.keepAlive(),
                time,
                usual.idle(),
                usual.leastBackoff(),
                usual.mostBackoff(),
                usual.queueFrames(),
                usual.queueBytes(),
                usual.pendingFrames(),
                usual.maxUnproven());
    }

    private void refused(StreamRefusal why) {
        eu.await(
                () -> assertThat(eu.meter.of(why)).as("%s in %s", why, eu.meter).isPositive());
    }

    private MeshAuthority.Issued issued(String node) {
        return authority.issue(NodeId.parse(node), StreamNode.VALIDITY);
    }

    private static MeshFrame beat() {
        return MeshFrame.newBuilder()
                .setHeartbeat(MeshHeartbeat.getDefaultInstance())
                .build();
    }

    private static byte[] hello(String node, int version) {
        return framed(MeshFrame.newBuilder()
                .setHello(MeshHello.newBuilder().setNode(node).setIncarnation(1).setVersion(version))
                .build()
                .toByteArray());
    }

    private static byte[] framed(byte[] content) {
        return java.nio.ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .array();
    }

    /** Connects with that certificate, believing anybody, says it, and reads until the other end closes. */
    private void attack(MeshAuthority.@Nullable Issued own, byte[] says) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own == null ? null : keys(own), new TrustManager[] {new Gullible()}, RANDOM);
        try (Socket socket = context.getSocketFactory()
                .createSocket(
                        eu.streams.address().getAddress(), eu.streams.address().getPort())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(says);
            out.flush();
            while (socket.getInputStream().read() >= 0) {}
        } catch (IOException refused) {
            // As it should be.
        }
    }

    private static KeyManager[] keys(MeshAuthority.Issued own) throws GeneralSecurityException, IOException {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Pem.decode(Pem.CERTIFICATE, own.certificatePem()).getFirst()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own",
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(
                                Pem.decode(Pem.PRIVATE_KEY, own.keyPem()).getFirst())),
                new char[0],
                new Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static final class Gullible implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
