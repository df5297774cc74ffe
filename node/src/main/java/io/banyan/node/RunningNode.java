package io.banyan.node;

import com.typesafe.config.Config;
import io.banyan.cluster.ClusterSettings;
import io.banyan.cluster.NodeSettings;
import io.banyan.node.control.ControlSettings;
import io.banyan.node.control.NodeControl;
import io.banyan.node.media.MediaLoops;
import io.banyan.node.plane.CallEvents;
import io.banyan.node.signal.DemoTokens;
import io.banyan.node.signal.SignalServer;
import io.banyan.node.signal.token.TokenMaker;
import io.banyan.node.signal.token.TokenVerifier;
import io.banyan.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** All of a node, built by hand: media first, so that it outlives whatever becomes of the control plane above it. */
public final class RunningNode implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final NodeSettings settings;
    private final Telemetry telemetry;
    private final MediaLoops media;
    private final ActorSystem<?> system;
    private final NodeControl control;
    private final SignalServer server;
    private final AtomicBoolean ready;

    private RunningNode(
            NodeSettings settings,
            Telemetry telemetry,
            MediaLoops media,
            ActorSystem<?> system,
            NodeControl control,
            SignalServer server,
            AtomicBoolean ready) {
        this.settings = settings;
        this.telemetry = telemetry;
        this.media = media;
        this.system = system;
        this.control = control;
        this.server = server;
        this.ready = ready;
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
        ActorSystem<?> system = null;
        try {
            List<byte[]> meshKeys = MeshKeys.read(settings.meshKeyFiles());
            media = startMedia(settings, meshKeys, telemetry);
            system = ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, config);
            return start(settings, telemetry, media, system, meshKeys);
        } catch (RuntimeException failure) {
            if (system != null) {
                system.terminate();
            }
            if (media != null) {
                media.close();
            }
            telemetry.close();
            throw failure;
        }
    }

    private static MediaLoops startMedia(NodeSettings settings, List<byte[]> meshKeys, Telemetry telemetry) {
        try {
            return MediaLoops.start(settings.node(), meshKeys, settings.media(), telemetry.snapshots());
        } catch (IOException e) {
            throw StartFailure.bind(
                    "media, UDP", settings.media().bind(), settings.media().port(), "--media-port", e);
        }
    }

    private static RunningNode start(
            NodeSettings settings,
            Telemetry telemetry,
            MediaLoops media,
            ActorSystem<?> system,
            List<byte[]> meshKeys) {
        InstantSource clock = InstantSource.system();
        CallEvents events = new CallEvents(settings.node(), settings.incarnation(), clock, telemetry.events());
        SSLContext tls = settings.http().tls().map(HttpsContext::of).orElse(null);
        DemoTokens demo = settings.demo().enabled() ? new DemoTokens(settings.demo(), clock) : null;
        Map<String, TokenMaker> demoKeys = demo == null ? Map.of() : Map.of(DemoTokens.KID, demo.maker());
        TokenVerifier verifier = new TokenVerifier(settings.tokens(), demoKeys);
        Executor blocking = Executors.newVirtualThreadPerTaskExecutor();
        AtomicBoolean ready = new AtomicBoolean();

        NodeControl control = await(NodeControl.start(
                system,
                new ControlSettings(
                        settings.node(),
                        settings.incarnation(),
                        signalUrl(settings, tls),
                        settings.reconnectTimeout(),
                        settings.maxParticipants()),
                media,
                new TransportCredentials(settings.node(), meshKeys),
                events));
        CompletionStage<SignalServer> starting = SignalServer.start(
                system,
                settings.http(),
                control.connections(),
                verifier,
                clock,
                blocking,
                tls,
                demo,
                telemetry::page,
                ready::get);
        SignalServer server;
        try {
            server = await(starting);
        } catch (CompletionException e) {
            throw StartFailure.bind(
                    "HTTP", settings.http().bind(), settings.http().port(), "--port", e);
        }
        ready.set(true);
        return new RunningNode(settings, telemetry, media, system, control, server, ready);
    }

    /** Where people open the demo, and where the SDK connects to, with its own scheme. */
    public String url() {
        if (!settings.http().publicUrl().isEmpty()) {
            return settings.http().publicUrl();
        }
        InetSocketAddress address = server.address();
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
        ready.set(false);
        awaitQuietly(control.stop());
        awaitQuietly(server.stop());
        system.terminate();
        awaitQuietly(system.getWhenTerminated());
        media.close();
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

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new StartFailure("could not start within " + START_TIMEOUT.toSeconds() + " s: see the log", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted", e);
        }
    }

    /** While stopping nothing that fails may keep the rest from being freed. */
    private static void awaitQuietly(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            org.slf4j.LoggerFactory.getLogger(RunningNode.class).warn("while stopping: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
