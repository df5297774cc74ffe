package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.NamedGroup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chromium's ClientHello carries a post-quantum share and does not fit into one datagram. */
class LargeClientHelloTest {
    private static final int KEY_SHARE = 51;

    /** X25519MLKEM768, which no DTLS 1.2 server can use. */
    private static final int POST_QUANTUM_GROUP = 0x11EC;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPutItTogetherInWhateverOrderItCame(boolean reversed) throws Exception {
        DtlsPeer server = DtlsPeer.server();
        SrtpHandshake handshake = new SrtpHandshake(
                DtlsPeer.CLIENT_CERTIFICATE, List.of(DtlsPeer.SERVER_CERTIFICATE.fingerprint()), DtlsPeer.ALL);
        List<byte[]> hello = new ArrayList<>();
        Consumer<byte[]> toServer = datagram -> {
            if (hello.size() >= 2) {
                server.session.offer(datagram);
                return;
            }
            hello.add(datagram);
            if (hello.size() == 2) {
                server.session.offer(hello.get(reversed ? 1 : 0));
                server.session.offer(hello.get(reversed ? 0 : 1));
            }
        };
        QueueTransport transport = new QueueTransport(toServer);
        server.wire = transport::offer;
        server.start();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                new DTLSClientProtocol().connect(new LargeHelloClient(handshake), transport);
                done.complete(true);
            } catch (IOException failed) {
                done.completeExceptionally(failed);
            }
        });
        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(hello.getFirst().length + hello.getLast().length).isGreaterThan(1400);
        assertThat(server.awaitKeys().clientKey()).isEqualTo(handshake.keys().clientKey());
        server.session.close();
    }

    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's own signatures
    private static final class LargeHelloClient extends SrtpTlsClient {
        private LargeHelloClient(SrtpHandshake handshake) {
            super(new LimitedCrypto(DtlsPeer.RANDOM), handshake);
        }

        @Override
        protected Vector getSupportedGroups(Vector namedGroupRoles) {
            Vector groups = new Vector();
            groups.add(POST_QUANTUM_GROUP);
            groups.add(NamedGroup.x25519);
            groups.add(NamedGroup.secp256r1);
            return groups;
        }

        @Override
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            byte[] share = new byte[2 + 4 + 1216];
            share[0] = (byte) ((share.length - 2) >> 8);
            share[1] = (byte) (share.length - 2);
            share[2] = (byte) (POST_QUANTUM_GROUP >> 8);
            share[3] = (byte) POST_QUANTUM_GROUP;
            share[4] = (byte) (1216 >> 8);
            share[5] = (byte) (1216 & 0xFF);
            extensions.put(KEY_SHARE, share);
            return extensions;
        }
    }
}
