package io.banyan.node.signal;

import io.banyan.cluster.HttpSettings;
import io.banyan.node.control.FromEdge;
import io.banyan.node.control.TreeView;
import io.banyan.node.signal.token.TokenVerifier;
import io.banyan.protocol.id.RoomId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.jspecify.annotations.Nullable;

/** The node's HTTP server: signalling over WebSocket, health, metrics, and the demo where it is enabled. */
public final class SignalServer {
    private static final Duration HARD_DEADLINE = Duration.ofSeconds(2);

    private final ServerBinding binding;

    private SignalServer(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * Binds and serves.
     *
     * @param control opens connections and takes what they say
     * @param tls null: plain HTTP
     * @param demo null where there is no demo
     * @param metrics the page that Prometheus scrapes
     * @param ready whether joins should come here
     * @param trees which ways a room's tracks take; empty: nobody is in it here
     * @return completes when the server listens; fails with {@link java.net.BindException} as a cause if it cannot
     */
    public static CompletionStage<SignalServer> start(
            ActorSystem<?> system,
            HttpSettings settings,
            ActorRef<FromEdge> control,
            TokenVerifier verifier,
            InstantSource clock,
            Executor blocking,
            @Nullable SSLContext tls,
            @Nullable DemoTokens demo,
            Supplier<String> metrics,
            BooleanSupplier ready,
            Function<RoomId, CompletionStage<Optional<TreeView>>> trees) {
        SignalEdge edge = new SignalEdge(system, settings, control, verifier, clock, blocking);
        AdminRoutes admin = new AdminRoutes(verifier, clock, blocking, trees);
        SignalRoutes routes = new SignalRoutes(edge, admin, demo, metrics, ready);
        ServerBuilder server = Http.get(system).newServerAt(settings.bind(), settings.port());
        if (tls != null) {
            server = server.enableHttps(ConnectionContext.httpsServer(tls));
        }
        return server.bind(routes.routes()).thenApply(SignalServer::new);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no more connections and closes the ones there are. */
    public CompletionStage<?> stop() {
        return binding.terminate(HARD_DEADLINE);
    }
}
