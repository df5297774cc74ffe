package io.banyan.node.mesh.stream;

import com.typesafe.config.ConfigFactory;
import io.banyan.cluster.MeshSettings;
import io.banyan.cluster.credentials.CredentialFiles;
import io.banyan.cluster.credentials.MeshCredentials;
import io.banyan.cluster.topology.HostPort;
import io.banyan.cluster.topology.Topology;
import io.banyan.cluster.topology.TopologyDocument;
import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.id.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/** The streams of one node, over real sockets on the loopback interface. */
final class StreamNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration VALIDITY = Duration.ofHours(1);

    final NodeId id;
    final CountingMeter meter = new CountingMeter();
    final ActorTestKit kit;
    final TestProbe<MeshEvent> heard;
    final MeshStreams streams;
    final Path files;
    final MeshCredentials credentials;

    StreamNode(String id, long incarnation, MeshAuthority authority, Path folder, StreamSettings settings)
            throws Exception {
        this.id = NodeId.parse(id);
        files = Files.createDirectories(folder.resolve(id.replace('/', '-')));
        write(authority.issue(this.id, VALIDITY));
        Files.writeString(files.resolve("ca.crt"), authority.certificatePem());
        CredentialFiles pem = new CredentialFiles(
                files.resolve("tls.crt"), files.resolve("tls.key"), files.resolve("ca.crt"), Duration.ZERO);
        credentials = MeshCredentials.open(pem, refusal -> {});
        kit = ActorTestKit.create(
                "banyan",
                ConfigFactory.parseString("pekko.actor.provider = local, pekko.loglevel = WARNING")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        MeshSettings mesh =
                new MeshSettings(Optional.empty(), Duration.ofSeconds(1), "127.0.0.1", 0, List.of(), pem, List.of());
        streams = MeshStreams.start(kit.system(), this.id, incarnation, mesh, settings, credentials, meter)
                .toCompletableFuture()
                .join();
        heard = kit.createTestProbe();
        streams.actor().tell(new MeshActor.Listen(heard.ref()));
    }

    void write(MeshAuthority.Issued issued) throws Exception {
        Files.writeString(files.resolve("tls.crt"), issued.certificatePem());
        Files.writeString(files.resolve("tls.key"), issued.keyPem());
    }

    HostPort address() {
        return HostPort.of(streams.address());
    }

    void tell(MeshActor.Command command) {
        streams.actor().tell(command);
    }

    <T extends MeshEvent> T next(Class<T> type) {
        return heard.expectMessageClass(type, PATIENCE);
    }

    /** Waits until it is so. */
    void await(Runnable assertion) {
        heard.awaitAssert(PATIENCE, () -> {
            assertion.run();
            return null;
        });
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    /** A region for each node, or for each name in {@code more} at an address where nobody is. */
    static Topology topology(long version, StreamNode... nodes) throws Exception {
        return TopologyDocument.parse(Stream.of(nodes)
                .map(node -> "{\"name\":\"%s\",\"latitude\":0,\"longitude\":0,\"control\":[\"%s\"]}"
                        .formatted(node.id.region(), node.address()))
                .collect(Collectors.joining(",", "{\"version\":" + version + ",\"regions\":[", "]}")));
    }
}
