package io.banyan.loadtest.hostile;

import io.banyan.loadtest.peer.SignalClose;
import io.banyan.loadtest.peer.SignalConnection;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.Ping;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A signalling client that breaks one rule on each connection that it makes, and tells how the node ended it. */
public final class HostileClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI signalling;
    private final SplittableRandom random;

    public HostileClient(URI signalling, long seed) {
        this.signalling = signalling;
        this.random = new SplittableRandom(seed);
    }

    /** One binary frame of that size. */
    public HostileOutcome oversizedFrame(int bytes) {
        return attack("a frame of " + bytes + " bytes", socket -> socket.sendBinary(new byte[bytes]));
    }

    /** Bytes that are no message of the protocol. */
    public HostileOutcome garbageProtobuf() {
        byte[] garbage = new byte[500];
        random.nextBytes(garbage);
        // Field 1 with a length that goes beyond the end: no parser takes it for a message.
        garbage[0] = 0x0a;
        garbage[1] = (byte) 0xff;
        garbage[2] = (byte) 0xff;
        garbage[3] = 0x7f;
        return attack("garbage for protobuf", socket -> socket.sendBinary(garbage));
    }

    /** The protocol has binary frames only. */
    public HostileOutcome textFrame() {
        return attack("a text frame", socket -> socket.sendText("hello"));
    }

    /** Something else than join or resume as the first message. */
    public HostileOutcome pingBeforeJoin() {
        return attack("a ping before the join", socket -> socket.send(ping()));
    }

    /** Messages of a peer that has joined, at that rate, until the node ends it or all are sent. */
    public static HostileOutcome messageStorm(SyntheticPeer peer, int count, int perSecond) {
        SignalConnection socket = peer.signal();
        long startNanos = System.nanoTime();
        for (int i = 0; i < count && !socket.closed().isDone(); i++) {
            long dueNanos = startNanos + i * 1_000_000_000L / perSecond;
            LockSupport.parkNanos(dueNanos - System.nanoTime());
            socket.send(ping());
        }
        return outcome(perSecond + " messages a second", socket, List.of());
    }

    /** A join whose offer has that many m-lines. */
    public HostileOutcome offerWithMediaLines(String token, String room, int mediaLines) {
        StringBuilder offer = new StringBuilder("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        for (int i = 0; i < mediaLines; i++) {
            offer.append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:").append(i).append("\r\n");
        }
        return attack(mediaLines + " m-lines", socket -> socket.send(join(token, room, offer.toString())));
    }

    /** A join whose offer is no SDP. */
    public HostileOutcome garbageSdp(String token, String room) {
        StringBuilder garbage = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            garbage.append((char) random.nextInt(1, 0x2fff));
        }
        return attack("garbage for SDP", socket -> socket.send(join(token, room, garbage.toString())));
    }

    /** A join with a token and an offer as they are. */
    public HostileOutcome join(String what, String token, String room, String offer) {
        return attack(what, socket -> socket.send(join(token, room, offer)));
    }

    /** Nothing at all; takes as long as the node waits for a first message. */
    public HostileOutcome silence() {
        return attack("silence", socket -> {});
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HostileOutcome attack(String name, Consumer<SignalConnection> how) {
        List<ErrorCode> errors = new CopyOnWriteArrayList<>();
        SignalConnection socket = SignalConnection.open(http, signalling, message -> collect(message, errors));
        how.accept(socket);
        return outcome(name, socket, errors);
    }

    private static HostileOutcome outcome(String name, SignalConnection socket, List<ErrorCode> errors) {
        try {
            SignalClose close = socket.closed()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            List<ErrorCode> codes = new ArrayList<>(errors);
            Error last = close.lastError();
            if (codes.isEmpty() && last != null) {
                codes.add(last.getCode());
            }
            return new HostileOutcome(name, List.copyOf(codes), true, close.status(), close.reason());
        } catch (CompletionException notClosed) {
            socket.abort();
            return new HostileOutcome(name, List.copyOf(errors), false, SignalClose.NO_CODE, "still open");
        }
    }

    private static void collect(ServerMessage message, List<ErrorCode> errors) {
        if (message.hasError()) {
            errors.add(message.getError().getCode());
        }
    }

    private static ClientMessage ping() {
        return ClientMessage.newBuilder().setPing(Ping.getDefaultInstance()).build();
    }

    private static ClientMessage join(String token, String room, String offer) {
        return ClientMessage.newBuilder()
                .setRequestId("hostile")
                .setJoin(Join.newBuilder().setToken(token).setRoom(room).setOffer(offer))
                .build();
    }
}
