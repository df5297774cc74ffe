package io.banyan.node.signal;

import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_BAD_MESSAGE;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_INTERNAL;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_MESSAGE_TOO_LARGE;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_RATE_LIMITED;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_TIMEOUT;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_TOKEN_WRONG_ROOM;

import io.banyan.cluster.HttpSettings;
import io.banyan.node.control.ClientGone;
import io.banyan.node.control.FromClient;
import io.banyan.node.control.FromEdge;
import io.banyan.node.control.JoinRequest;
import io.banyan.node.control.ResumeRequest;
import io.banyan.node.control.ToClient;
import io.banyan.node.control.TokenGrants;
import io.banyan.node.signal.token.TokenCheck;
import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;

/**
 * One WebSocket: its first message opens a participant's connection, everything after goes to control as it comes. Ends
 * with the socket. A connection that breaks a limit is told which, and closed; nothing else notices.
 */
final class SignalSession {
    /** What the socket and control say. */
    sealed interface Command {}

    /** Answered once the frame is dealt with: the socket's next one may come (back-pressure). */
    record Frame(ByteString bytes, ActorRef<Done> ack) implements Command {}

    /** A text frame, or one that is over the limit. */
    record BadFrame(FrameFault fault) implements Command {}

    record SocketOpened(ActorRef<Done> ack) implements Command {}

    /**
     * @param cleanly whether by the client, with a close frame of 1000 or 1001
     */
    record SocketClosed(BooleanSupplier cleanly) implements Command {}

    private record TokenChecked(TokenCheck check, ClientMessage first) implements Command {}

    private record FromControl(ToClient message) implements Command {}

    private enum Timeout implements Command {
        HELLO,
        IDLE,
        DRAIN
    }

    enum FrameFault {
        TEXT,
        TOO_LARGE
    }

    /** Where replies go; both are called by the session only. */
    interface Socket {
        /** False if the client reads too slowly: the frame is lost and the connection with it. */
        boolean send(ByteString frame);

        /** Closes the socket after what was sent. */
        void close();
    }

    /** Longer than a WebSocket's closing handshake takes on a bad network, short enough that nobody can live in it. */
    private static final Duration DRAIN_TIME = Duration.ofSeconds(5);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final HttpSettings settings;
    private final ActorRef<FromEdge> control;
    private final Function<String, CompletionStage<TokenCheck>> tokens;
    private final Socket socket;
    private final MessageRate rate;
    private final ConnectionId connection = ConnectionId.random();
    private boolean greeted;
    private boolean opened;

    private SignalSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            HttpSettings settings,
            ActorRef<FromEdge> control,
            Function<String, CompletionStage<TokenCheck>> tokens,
            Socket socket) {
        this.context = context;
        this.timers = timers;
        this.settings = settings;
        this.control = control;
        this.tokens = tokens;
        this.socket = socket;
        this.rate = new MessageRate(settings.messagesPerSecond(), settings.messageBurst(), System.nanoTime());
    }

    /**
     * @param tokens checks a token without blocking
     */
    static Behavior<Command> create(
            HttpSettings settings,
            ActorRef<FromEdge> control,
            Function<String, CompletionStage<TokenCheck>> tokens,
            Socket socket) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Timeout.HELLO, settings.helloTimeout());
            return new SignalSession(context, timers, settings, control, tokens, socket).behavior();
        }));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(SocketOpened.class, this::onOpened)
                .onMessage(Frame.class, this::onFrame)
                .onMessage(BadFrame.class, this::onBadFrame)
                .onMessage(TokenChecked.class, this::onTokenChecked)
                .onMessage(FromControl.class, this::onControl)
                .onMessage(SocketClosed.class, command -> gone(command.cleanly.getAsBoolean()))
                .onMessage(Timeout.class, this::onTimeout)
                .build();
    }

    private Behavior<Command> onOpened(SocketOpened command) {
        command.ack.tell(Done.getInstance());
        return Behaviors.same();
    }

    private Behavior<Command> onFrame(Frame frame) {
        frame.ack.tell(Done.getInstance());
        if (!rate.tryTake(System.nanoTime())) {
            return refuse(
                    "", ERROR_CODE_RATE_LIMITED, "more than " + settings.messagesPerSecond() + " messages a second");
        }
        ClientMessage message = SignalCodec.read(frame.bytes);
        if (message == null) {
            return refuse("", ERROR_CODE_BAD_MESSAGE, "not a message of banyan.signal.v1");
        }
        timers.startSingleTimer(Timeout.IDLE, settings.idleTimeout());
        if (!greeted) {
            return onFirst(message);
        }
        if (message.hasJoin() || message.hasResume()) {
            return refuse(message.getRequestId(), ERROR_CODE_BAD_MESSAGE, "this connection has joined already");
        }
        control.tell(new FromClient(connection, message));
        return Behaviors.same();
    }

    private Behavior<Command> onFirst(ClientMessage message) {
        if (message.hasJoin()) {
            greeted = true;
            timers.cancel(Timeout.HELLO);
            context.pipeToSelf(
                    tokens.apply(message.getJoin().getToken()),
                    (check, failure) -> new TokenChecked(
                            check != null
                                    ? check
                                    : new TokenCheck.Refused(ERROR_CODE_INTERNAL, "the token could not be checked"),
                            message));
            return Behaviors.same();
        }
        if (message.hasResume()) {
            greeted = true;
            opened = true;
            timers.cancel(Timeout.HELLO);
            control.tell(new ResumeRequest(message.getResume(), message.getRequestId(), connection, clientRef()));
            return Behaviors.same();
        }
        return refuse(message.getRequestId(), ERROR_CODE_BAD_MESSAGE, "the first message must be join or resume");
    }

    private Behavior<Command> onTokenChecked(TokenChecked command) {
        String requestId = command.first.getRequestId();
        return switch (command.check) {
            case TokenCheck.Refused refused -> refuse(requestId, refused.code(), refused.message());
            case TokenCheck.Accepted accepted -> join(accepted.grants(), command.first.getJoin(), requestId);
        };
    }

    private Behavior<Command> join(TokenGrants grants, Join join, String requestId) {
        if (!join.getRoom().equals(grants.room().name())) {
            return refuse(requestId, ERROR_CODE_TOKEN_WRONG_ROOM, "the token is for another room");
        }
        opened = true;
        Join withoutToken = join.toBuilder().clearToken().build();
        control.tell(new JoinRequest(grants, withoutToken, requestId, connection, clientRef()));
        return Behaviors.same();
    }

    private ActorRef<ToClient> clientRef() {
        return context.messageAdapter(ToClient.class, FromControl::new);
    }

    private Behavior<Command> onControl(FromControl command) {
        return switch (command.message) {
            case ToClient.Deliver(ServerMessage message) -> {
                if (socket.send(SignalCodec.write(message))) {
                    yield Behaviors.same();
                }
                context.getLog().info("connection {} reads too slowly and is closed", connection);
                yield gone(false);
            }
            case ToClient.Close close -> closing();
        };
    }

    private Behavior<Command> onBadFrame(BadFrame frame) {
        return switch (frame.fault) {
            case TEXT -> refuse("", ERROR_CODE_BAD_MESSAGE, "messages are binary frames");
            case TOO_LARGE ->
                refuse(
                        "",
                        ERROR_CODE_MESSAGE_TOO_LARGE,
                        "a message has at most " + settings.maxMessageBytes() + " bytes");
        };
    }

    private Behavior<Command> onTimeout(Timeout timeout) {
        return switch (timeout) {
            case HELLO -> refuse("", ERROR_CODE_TIMEOUT, "nobody said join or resume in time");
            case IDLE -> gone(false);
            case DRAIN -> Behaviors.stopped();
        };
    }

    private Behavior<Command> refuse(String requestId, ErrorCode code, String text) {
        context.getLog().debug("connection {} is refused: {}", connection, code);
        socket.send(SignalCodec.write(SignalCodec.fatal(requestId, code, text)));
        return gone(false);
    }

    private Behavior<Command> gone(boolean cleanly) {
        if (opened) {
            control.tell(new ClientGone(connection, cleanly));
        }
        return closing();
    }

    /** Takes in and throws away what the client still sends until it has read the end of what it was told. */
    private Behavior<Command> closing() {
        socket.close();
        timers.cancelAll();
        timers.startSingleTimer(Timeout.DRAIN, DRAIN_TIME);
        return Behaviors.receive(Command.class)
                .onMessage(SocketOpened.class, this::onOpened)
                .onMessage(Frame.class, frame -> {
                    frame.ack.tell(Done.getInstance());
                    return Behaviors.same();
                })
                .onMessage(SocketClosed.class, command -> Behaviors.stopped())
                .onMessage(Timeout.class, command -> Behaviors.stopped())
                .onAnyMessage(command -> Behaviors.same())
                .build();
    }
}
