package io.banyan.protocol.dtls;

import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.security.SecureRandom;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One end of an association on a virtual thread, and what it said. */
final class DtlsPeer implements DtlsEvents {
    static final SecureRandom RANDOM = new SecureRandom();
    static final DtlsCertificate SERVER_CERTIFICATE = DtlsCertificate.generate(RANDOM);
    static final DtlsCertificate CLIENT_CERTIFICATE = DtlsCertificate.generate(RANDOM);
    static final List<SrtpProfile> ALL = List.of(SrtpProfile.values());

    /** Far more than anything here takes, on however busy a machine. */
    private static final long PATIENCE_SECONDS = 60;

    final CompletableFuture<SrtpKeyMaterial> keys = new CompletableFuture<>();
    final CompletableFuture<DtlsEnd> end = new CompletableFuture<>();
    final BlockingQueue<byte[]> records = new LinkedBlockingQueue<>();
    final Queue<byte[]> sent = new ConcurrentLinkedQueue<>();
    final DtlsSession session;
    volatile String detail = "";
    volatile Consumer<byte[]> wire = datagram -> {};

    DtlsPeer(DtlsRole role, List<Fingerprint> expected, List<SrtpProfile> profiles) {
        DtlsCertificate own = role == DtlsRole.SERVER ? SERVER_CERTIFICATE : CLIENT_CERTIFICATE;
        this.session = new DtlsSession(role, own, expected, profiles, this);
    }

    static DtlsPeer server() {
        return server(ALL);
    }

    static DtlsPeer server(List<SrtpProfile> profiles) {
        return new DtlsPeer(DtlsRole.SERVER, List.of(CLIENT_CERTIFICATE.fingerprint()), profiles);
    }

    static DtlsPeer client() {
        return client(ALL);
    }

    static DtlsPeer client(List<SrtpProfile> profiles) {
        return new DtlsPeer(DtlsRole.CLIENT, List.of(SERVER_CERTIFICATE.fingerprint()), profiles);
    }

    /** Connects two peers without loss, and starts both. */
    static void connect(DtlsPeer server, DtlsPeer client) {
        server.wire = client.session::offer;
        client.wire = server.session::offer;
        server.start();
        client.start();
    }

    Thread start() {
        return Thread.ofVirtual().start(session);
    }

    SrtpKeyMaterial awaitKeys() throws Exception {
        return keys.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    DtlsEnd awaitEnd() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    byte[] awaitRecord() throws Exception {
        return records.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void send(byte[] datagram) {
        sent.add(datagram);
        wire.accept(datagram);
    }

    @Override
    public void connected(SrtpKeyMaterial material) {
        keys.complete(material);
    }

    @Override
    public void applicationData(byte[] record) {
        records.add(record);
    }

    @Override
    public void closed(DtlsEnd reason, String why) {
        detail = why;
        keys.completeExceptionally(new IllegalStateException(reason + ": " + why));
        if (!end.complete(reason)) {
            throw new IllegalStateException("closed twice");
        }
    }
}
