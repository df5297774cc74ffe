package io.banyan.node.signal;

import io.banyan.cluster.HttpSettings;
import io.banyan.node.control.FromEdge;
import io.banyan.node.signal.token.TokenCheck;
import io.banyan.node.signal.token.TokenVerifier;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.javadsl.Flow;
import org.jspecify.annotations.Nullable;

/** Accepts WebSockets, as many as the settings allow, and gives each a {@link SignalSession}. Any thread may call. */
final class SignalEdge {
    private final ActorSystem<?> system;
    private final HttpSettings settings;
    private final ActorRef<FromEdge> control;
    private final TokenVerifier verifier;
    private final InstantSource clock;
    private final Executor blocking;
    private final SignalSocket sockets;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param control opens connections and takes what they say
     * @param blocking a thread for each token that is checked: keys may have to be fetched
     */
    SignalEdge(
            ActorSystem<?> system,
            HttpSettings settings,
            ActorRef<FromEdge> control,
            TokenVerifier verifier,
            InstantSource clock,
            Executor blocking) {
        this.system = system;
        this.settings = settings;
        this.control = control;
        this.verifier = verifier;
        this.clock = clock;
        this.blocking = blocking;
        this.sockets = new SignalSocket(system, settings);
    }

    /** The two streams of a new WebSocket; null if there are as many as the settings allow. */
    @Nullable
    Flow<Message, Message, NotUsed> accept() {
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            return null;
        }
        return sockets.open(this::spawn).watchTermination((mat, done) -> {
            done.whenComplete((ok, failure) -> open.decrementAndGet());
            return mat;
        });
    }

    private ActorRef<SignalSession.Command> spawn(SignalSession.Socket socket) {
        return system.systemActorOf(
                SignalSession.create(settings, control, this::check, socket), "signal", Props.empty());
    }

    private CompletionStage<TokenCheck> check(String token) {
        return CompletableFuture.supplyAsync(() -> verifier.verify(token, clock.instant()), blocking);
    }
}
