package io.banyan.node;

import com.typesafe.config.Config;
import io.banyan.cluster.NodeSettings;
import io.banyan.node.control.ControlSettings;
import io.banyan.node.control.ControlState;
import io.banyan.node.control.MeshPlace;
import io.banyan.node.media.MediaLoops;
import io.banyan.node.media.link.LinkHandshakes;
import io.banyan.node.media.link.LinkRunner;
import io.banyan.node.mesh.stream.MeshActor;
import io.banyan.node.plane.CallEvents;
import io.banyan.node.signal.DemoTokens;
import io.banyan.node.signal.SignalServer;
import io.banyan.node.signal.token.TokenMaker;
import io.banyan.node.signal.token.TokenVerifier;
import io.banyan.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** All of a node, built by hand: media first, so that it outlives whatever becomes of the control plane above it. */
public final class RunningNode implements AutoCloseable {
    /** Each costs some public key operations on a virtual thread; a mesh that starts all at once has to share the cores. */
    private static final int LINK_HANDSHAKES = 64;

    private final NodeSettings settings;
    private final Telemetry telemetry;
    private final MediaLoops media;
    private final Optional<NodeMesh> mesh;
    private final ControlLives control;

    private RunningNode(
            NodeSettings settings,
            Telemetry telemetry,
            MediaLoops media,
            Optional<NodeMesh> mesh,
            ControlLives control) {
        this.settings = settings;
        this.telemetry = telemetry;
        this.media = media;
        this.mesh = mesh;
        this.control = control;
    }

    /**
     * Starts a node and waits until it takes joins.
     *
     * @param config as {@code ConfigFiles} puts it together
     * @throws StartFailure saying in one line what is wrong and what to do; nothing runs then
     */
    public static RunningNode start(Config config) {
        NodeSettings settings = NodeSettings.read(config, System.currentTimeMillis());
        Telemetry telemetry = Telemetry.start(config, settings.node());
        MediaLoops media = null;
        Optional<NodeMesh> mesh = Optional.empty();
        try {
            mesh = NodeMesh.open(settings);
            List<byte[]> meshKeys = MeshKeys.read(settings.mesh().keyFiles());
            LinkHandshakes handshakes = mesh.<LinkHandshakes>map(
                            known -> new LinkRunner(new LinkIdentities(known.credentials()), LINK_HANDSHAKES))
                    .orElse(LinkHandshakes.NONE);
            media = startMedia(settings, meshKeys, handshakes, telemetry);
            return new RunningNode(
                    settings, telemetry, media, mesh, startControl(config, settings, telemetry, media, mesh, meshKeys));
        } catch (RuntimeException failure) {
            if (media != null) {
                media.close();
            }
            mesh.ifPresent(NodeMesh::close);
            telemetry.close();
            throw failure;
        }
    }

    private static MediaLoops startMedia(
            NodeSettings settings, List<byte[]> meshKeys, LinkHandshakes handshakes, Telemetry telemetry) {
        try {
            MediaLoops media =
                    MediaLoops.start(settings.node(), meshKeys, settings.media(), handshakes, telemetry.snapshots());
            telemetry.watchSockets(media.boundTo());
            telemetry.showCiphers(media.ciphers());
            return media;
        } catch (IOException e) {
            throw StartFailure.bind(
                    "media, UDP", settings.media().bind(), settings.media().port(), "--media-port", e);
        }
    }

    private static ControlLives startControl(
            Config config,
            NodeSettings settings,
            Telemetry telemetry,
            MediaLoops media,
            Optional<NodeMesh> mesh,
            List<byte[]> meshKeys) {
        InstantSource clock = InstantSource.offset(InstantSource.system(), settings.clockOffset());
        SSLContext tls = settings.http().tls().map(HttpsContext::of).orElse(null);
        DemoTokens demo = settings.demo().enabled() ? new DemoTokens(settings.demo(), clock) : null;
        Map<String, TokenMaker> demoKeys = demo == null ? Map.of() : Map.of(DemoTokens.KID, demo.maker());
        TokenVerifier verifier = new TokenVerifier(settings.tokens(), demoKeys);
        Executor blocking = Executors.newVirtualThreadPerTaskExecutor();
        ControlState state = new ControlState(
                new ControlSettings(
                        settings.node(),
                        settings.incarnation(),
                        signalUrl(settings, tls),
                        settings.reconnectTimeout(),
                        settings.tokens().longest(),
                        settings.maxParticipants()),
                media,
                new TransportCredentials(settings.node(), meshKeys),
                new CallEvents(settings.node(), settings.incarnation(), clock, telemetry.events()),
                clock,
                mesh.map(place -> place.place(clock, telemetry.mesh()))
                        .orElseGet(() -> MeshPlace.alone(settings.node().region(), () -> NodeMesh.time(clock))));
        try {
            return new ControlLives(
                    config,
                    state,
                    system -> startStreams(mesh, settings, system, telemetry),
                    (system, control) -> SignalServer.start(
                            system,
                            settings.http(),
                            control.connections(),
                            verifier,
                            clock,
                            blocking,
                            tls,
                            demo,
                            telemetry::page,
                            control::isReady,
                            control::tree));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartFailure known) {
                throw known;
            }
            throw StartFailure.bind(
                    "HTTP",
                    settings.http().bind(),
                    settings.http().port(),
                    "--port",
                    new CompletionException(e.getCause()));
        }
    }

    private static CompletionStage<Optional<ActorRef<MeshActor.Command>>> startStreams(
            Optional<NodeMesh> mesh, NodeSettings settings, ActorSystem<?> system, Telemetry telemetry) {
        if (mesh.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return mesh.get()
                .start(system, telemetry.mesh())
                .thenApply(streams -> Optional.of(streams.actor()))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(StartFailure.bind(
                        "streams of other regions, TCP",
                        settings.mesh().bind(),
                        settings.mesh().port(),
                        "banyan.mesh.port",
                        failure)));
    }

    /** Where people open the demo, and where the SDK connects to, with its own scheme. */
    public String url() {
        if (!settings.http().publicUrl().isEmpty()) {
            return settings.http().publicUrl();
        }
        InetSocketAddress address = control.present().server().address();
        return (settings.http().tls().isPresent() ? "https://" : "http://")
                + hostInUrl(address.getAddress().getHostAddress()) + ":" + address.getPort();
    }

    /** For what runs in the same process: tests. */
    public MediaLoops media() {
        return media;
    }

    /** Takes no more joins, tells everybody to go, and frees every port. Blocks until done. */
    @Override
    public void close() {
        control.close();
        media.close();
        mesh.ifPresent(NodeMesh::close);
        telemetry.close();
    }

    private static String signalUrl(NodeSettings settings, @Nullable SSLContext tls) {
        String base = settings.http().publicUrl().isEmpty()
                ? (tls == null ? "http://" : "https://")
                        + hostInUrl(settings.http().bind()) + ":"
                        + settings.http().port()
                : settings.http().publicUrl();
        return base.replaceFirst("^http", "ws") + "/v1/signal";
    }

    private static String hostInUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
