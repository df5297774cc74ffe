package io.banyan.node.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.banyan.cluster.ConfigFiles;
import io.banyan.cluster.NodeSettings;
import io.banyan.node.control.ClientGone;
import io.banyan.node.control.FromClient;
import io.banyan.node.control.FromEdge;
import io.banyan.node.control.JoinRequest;
import io.banyan.node.control.ToClient;
import io.banyan.node.control.TokenGrants;
import io.banyan.node.control.TreeView;
import io.banyan.node.plane.PathHop;
import io.banyan.node.signal.token.TokenVerifier;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Ping;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The edge over real sockets, with a probe in control's place. */
@TestInstance(Lifecycle.PER_CLASS)
class SignalServerTest {
    private static final String UPGRADE = """
            GET /v1/signal HTTP/1.1\r
            Host: x\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: banyan.signal.v1\r
            \r
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Config config =
            ConfigFactory.parseString("""
                    banyan.http { port = 0, max-message-bytes = 64 KiB, messages-per-second = 10, message-burst = 30 }
                    """).withFallback(ConfigFiles.load("single", Optional.empty()));
    private final NodeSettings settings = NodeSettings.read(config, 1);
    private final DemoTokens demo = new DemoTokens(settings.demo(), InstantSource.system());
    private final HttpClient http = HttpClient.newHttpClient();
    private ActorTestKit testKit = ActorTestKit.create("edge", ConfigFactory.load());
    private TestProbe<FromEdge> control = testKit.createTestProbe(FromEdge.class);
    private @Nullable SignalServer server;
    private int port;

    @BeforeAll
    void start() throws Exception {
        TokenVerifier verifier = new TokenVerifier(settings.tokens(), Map.of(DemoTokens.KID, demo.maker()));
        server = SignalServer.start(
                        testKit.system(),
                        settings.http(),
                        testKit.spawn(org.apache.pekko.actor.typed.javadsl.Behaviors.receiveMessage((FromEdge said) -> {
                            control.ref().tell(said);
                            return org.apache.pekko.actor.typed.javadsl.Behaviors.same();
                        })),
                        verifier,
                        InstantSource.system(),
                        Executors.newVirtualThreadPerTaskExecutor(),
                        null,
                        demo,
                        () -> "# metrics\n",
                        () -> true,
                        room -> CompletableFuture.completedStage(
                                room.name().equals("standup") ? Optional.of(tree(room)) : Optional.empty()))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        port = server.address().getPort();
    }

    @BeforeEach
    void freshProbe() {
        control = testKit.createTestProbe(FromEdge.class);
    }

    @AfterAll
    void stop() {
        testKit.shutdownTestKit();
    }

    private Client client = new Client();

    @AfterEach
    void close() {
        if (client.socket != null) {
            client.socket.abort();
        }
        client = new Client();
    }

    @Test
    void shouldHandACheckedJoinToControlAndBringItsReplyBack() throws Exception {
        client.connect();
        client.send(join("r1", demoToken("r1")));

        JoinRequest request = control.expectMessageClass(JoinRequest.class, PATIENCE);
        assertThat(request.grants().room()).hasToString("demo/r1");
        assertThat(request.join().getToken()).as("the token ends at the edge").isEmpty();
        request.client()
                .tell(new ToClient.Deliver(ServerMessage.newBuilder()
                        .setRequestId(request.requestId())
                        .setJoined(Joined.newBuilder().setParticipantId("pa_1"))
                        .build()));
        assertThat(client.receive().getJoined().getParticipantId()).isEqualTo("pa_1");

        client.send(
                ClientMessage.newBuilder().setPing(Ping.getDefaultInstance()).build());
        assertThat(control.expectMessageClass(FromClient.class, PATIENCE).connection())
                .isEqualTo(request.connection());
    }

    @Test
    void shouldTellALeavingTabFromALostConnection() throws Exception {
        for (int code : new int[] {1000, 1001, 4000}) {
            client.connect();
            client.send(join("r1", demoToken("r1")));
            control.expectMessageClass(JoinRequest.class, PATIENCE);
            client.open().sendClose(code, "bye").join();
            assertThat(control.expectMessageClass(ClientGone.class, PATIENCE).cleanly())
                    .as("close code %d", code)
                    .isEqualTo(code != 4000);
            close();
        }
    }

    @Test
    void shouldTakeASocketThatEndsWithoutAWordForALostConnection() throws Exception {
        try (Socket raw = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            raw.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            InputStream in = raw.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.read());
            }
            assertThat(answer.toString()).startsWith("HTTP/1.1 101").contains("banyan.signal.v1");
            raw.getOutputStream().write(frame(join("r1", demoToken("r1")).toByteArray()));
            control.expectMessageClass(JoinRequest.class, PATIENCE);
        }
        assertThat(control.expectMessageClass(ClientGone.class, PATIENCE).cleanly())
                .isFalse();
    }

    @Test
    void shouldCloseWhenControlSaysSo() throws Exception {
        client.connect();
        client.send(join("r1", demoToken("r1")));
        JoinRequest request = control.expectMessageClass(JoinRequest.class, PATIENCE);
        request.client().tell(new ToClient.Close(1000, "done"));
        client.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldRefuseEachBadTokenWithItsOwnCode() throws Exception {
        String good = demoToken("r1");
        assertRefused(join("r2", good), ErrorCode.ERROR_CODE_TOKEN_WRONG_ROOM);
        assertRefused(join("r1", "x.y.z"), ErrorCode.ERROR_CODE_TOKEN_INVALID);
        assertRefused(
                ClientMessage.newBuilder().setPing(Ping.getDefaultInstance()).build(),
                ErrorCode.ERROR_CODE_BAD_MESSAGE);
        control.expectNoMessage();
    }

    @Test
    void shouldRefuseWhatIsNoMessage() throws Exception {
        client.connect();
        client.open()
                .sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, (byte) 0xff}), true)
                .join();
        assertThat(client.receive().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_BAD_MESSAGE);
        client.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldRefuseTextFrames() throws Exception {
        client.connect();
        client.open().sendText("{\"join\":{}}", true).join();
        assertThat(client.receive().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_BAD_MESSAGE);
        client.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldRefuseAFrameOverTheLimit() throws Exception {
        for (int size : new int[] {64 * 1024 + 1, 4 * 1024 * 1024}) {
            client.connect();
            var _ = client.open().sendBinary(ByteBuffer.allocate(size), true);
            assertThat(client.receive().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_MESSAGE_TOO_LARGE);
            client.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            close();
        }
    }

    @Test
    void shouldRefuseAFloodOfMessages() throws Exception {
        client.connect();
        client.send(join("r1", demoToken("r1")));
        control.expectMessageClass(JoinRequest.class, PATIENCE);
        ByteBuffer ping = ByteBuffer.wrap(ClientMessage.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .build()
                .toByteArray());
        for (int i = 0; i < 1_000 && !client.open().isOutputClosed(); i++) {
            try {
                client.open().sendBinary(ping.duplicate(), true).join();
            } catch (java.util.concurrent.CompletionException closedInTheMiddle) {
                break;
            }
        }
        assertThat(client.receive().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_RATE_LIMITED);
        client.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        int passed = 0;
        while (control.receiveMessage(PATIENCE) instanceof FromClient) {
            passed++;
        }
        assertThat(passed).isBetween(29, 200);
    }

    @Test
    void shouldShowTheTreeToAnAdminOfTheRoomOnly() throws Exception {
        assertThat(getTree("standup", null).statusCode()).isEqualTo(401);
        assertThat(getTree("standup", "nonsense").statusCode()).isEqualTo(401);
        assertThat(getTree("standup", token("standup", false)).statusCode()).isEqualTo(403);
        assertThat(getTree("standup", token("retro", true)).statusCode()).isEqualTo(403);
        assertThat(getTree("retro", token("retro", true)).statusCode()).isEqualTo(404);

        HttpResponse<String> answer = getTree("standup", token("standup", true));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("""
                {"room":"standup","node":"us/a","tracks":[{"track":"tr_1","participant":"pa_1","source":"camera",\
                "origin":"eu/a","path":[{"from":"eu/a","to":"us/a","rttMillis":84.5,"loss":0.012,"repaired":7,\
                "ageSeconds":61,"why":"soonest-with-room"}],"places":[{"node":"us/a","parent":"eu/a","backup":"ap/a",\
                "delayMillis":42.0,"why":"kept"}]}]}""");
    }

    private HttpResponse<String> getTree(String room, @Nullable String token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/rooms/" + room + "/tree"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token(String room, boolean isAdmin) {
        return demo.maker()
                .make(new TokenGrants(
                        new RoomId(settings.demo().tenant(), room),
                        new Identity("ops"),
                        "",
                        Map.of(),
                        Set.of(),
                        false,
                        false,
                        isAdmin,
                        0,
                        Set.of(),
                        System.currentTimeMillis() + 60_000));
    }

    private static TreeView tree(RoomId room) {
        NodeId eu = NodeId.parse("eu/a");
        NodeId us = NodeId.parse("us/a");
        SortedMap<NodeId, TreeView.Planned> places = new TreeMap<>(Comparator.comparing(NodeId::toString));
        places.put(us, new TreeView.Planned(eu, NodeId.parse("ap/a"), 42_000, ParentReason.KEPT));
        return new TreeView(
                room,
                us,
                List.of(new TreeView.TrackTree(
                        new TrackId("tr_1"),
                        "pa_1",
                        "TRACK_SOURCE_CAMERA",
                        eu,
                        List.of(new PathHop(eu, us, 84_500, 12, 7, 61, ParentReason.SOONEST_WITH_ROOM)),
                        places)));
    }

    @Test
    void shouldServeHealthMetricsAndDemoTokens() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("# metrics");
        assertThat(post("/demo/token", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/demo/token", "nonsense").statusCode()).isEqualTo(400);
        assertThat(post("/demo/token", "{\"room\":\"a/b\"}").statusCode()).isEqualTo(400);
        assertThat(post("/demo/token", "x".repeat(5_000)).statusCode()).isEqualTo(413);
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/v1/signal").statusCode()).as("no upgrade").isEqualTo(400);
    }

    private void assertRefused(ClientMessage first, ErrorCode code) throws Exception {
        client.connect();
        client.send(first);
        ServerMessage reply = client.receive();
        assertThat(reply.getError().getCode()).isEqualTo(code);
        assertThat(reply.getRequestId()).isEqualTo(first.getRequestId());
        client.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        close();
    }

    private static ClientMessage join(String room, String token) {
        return ClientMessage.newBuilder()
                .setRequestId("q1")
                .setJoin(Join.newBuilder().setRoom(room).setToken(token))
                .build();
    }

    private String demoToken(String room) throws Exception {
        String body = post("/demo/token", "{\"room\":\"" + room + "\",\"name\":\"Ada\"}")
                .body();
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(body)
                .get("token")
                .asText();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri("http", path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri("http", path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    /** One masked binary frame (RFC 6455 §5.2), as a browser would write it. */
    private static byte[] frame(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) 0x82).put((byte) (0x80 | 126)).putShort((short) payload.length);
        frame.putInt(0);
        frame.put(payload);
        return frame.array();
    }

    private final class Client implements WebSocket.Listener {
        final BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Nullable
        WebSocket socket;

        void connect() {
            socket = http.newWebSocketBuilder()
                    .subprotocols(SignalEdge.SUBPROTOCOL)
                    .buildAsync(uri("ws", "/v1/signal"), this)
                    .join();
        }

        WebSocket open() {
            return java.util.Objects.requireNonNull(socket);
        }

        void send(ClientMessage message) {
            open().sendBinary(ByteBuffer.wrap(message.toByteArray()), true).join();
        }

        ServerMessage receive() throws InterruptedException {
            ServerMessage message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("a message of the node").isNotNull();
            return message;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            try {
                messages.add(ServerMessage.parseFrom(data));
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(-1);
        }
    }
}
