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
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;

/** Accepts WebSockets, as many as the settings allow, and gives each a {@link SignalSession}. Any thread may call. */
final class SignalEdge {
    /** The WebSocket subprotocol; its number changes only when old clients could no longer talk to new nodes. */
    static final String SUBPROTOCOL = "banyan.signal.v1";

    private final ActorSystem<?> system;
    private final HttpSettings settings;
    private final ActorRef<FromEdge> control;
    private final TokenVerifier verifier;
    private final InstantSource clock;
    private final Executor blocking;
    private final SignalSocket sockets;
    private final CloseFrames closeFrames;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong serial = new AtomicLong();

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
        this.closeFrames = new CloseFrames(system.classicSystem());
    }

    /** Answers a request for a WebSocket: an upgrade, or 503 if there are as many as the settings allow. */
    HttpResponse accept(WebSocketUpgrade upgrade) {
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            return HttpResponse.create()
                    .withStatus(StatusCodes.SERVICE_UNAVAILABLE)
                    .withEntity("as many connections as this node takes\n");
        }
        SignalSocket.Opened socket = sockets.open(this::spawn);
        return closeFrames.upgrade(
                upgrade,
                socket.messages().watchTermination((mat, done) -> {
                    done.whenComplete((ok, failure) -> open.decrementAndGet());
                    return mat;
                }),
                socket.onCleanClose(),
                SUBPROTOCOL);
    }

    private ActorRef<SignalSession.Command> spawn(SignalSession.Socket socket) {
        return system.systemActorOf(
                SignalSession.create(settings, control, this::check, socket),
                "signal-" + serial.incrementAndGet(),
                Props.empty());
    }

    private CompletionStage<TokenCheck> check(String token) {
        return CompletableFuture.supplyAsync(() -> verifier.verify(token, clock.instant()), blocking);
    }
}
