package io.banyan.loadtest.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mesh around its nodes: processes that only say that they are ready; the test stands in for their sockets. */
@Timeout(60)
class LocalMeshTest {
    private static final int SHORT_MILLIS = 300;
    private static final int LONG_MILLIS = 10_000;

    @TempDir
    private Path folder;

    private LocalMesh mesh;

    @BeforeEach
    void start() throws IOException {
        Path script = folder.resolve("node.sh");
        Files.writeString(script, "echo ready http://127.0.0.1:1\nexec sleep 600\n");
        mesh = LocalMesh.start(
                MeshPlan.of(List.of("eu", "us", "ap"), 1, List.of("sh", script.toString()), folder.resolve("mesh"))
                        .wide(true),
                (node, line) -> {});
    }

    @AfterEach
    void stop() {
        mesh.close();
        assertThat(mesh.nodes()).noneMatch(node -> node.process().isAlive());
    }

    private JsonNode topology(String node) throws IOException {
        return new JsonMapper()
                .readTree(folder.resolve("mesh")
                        .resolve(node)
                        .resolve("topology.json")
                        .toFile());
    }

    /** Where {@code from} sends to reach a port of another node. */
    private InetSocketAddress via(String from, int port) throws IOException {
        for (JsonNode way : topology(from).get("via")) {
            if (way.get("to").textValue().endsWith(":" + port)) {
                String use = way.get("use").textValue();
                return new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(use.substring(use.lastIndexOf(':') + 1)));
            }
        }
        throw new AssertionError("no way from " + from + " to " + port);
    }

    @Test
    void shouldWriteWhatNodesRead() throws IOException {
        JsonNode eu = topology("eu-1");
        assertThat(eu.get("version").longValue()).isEqualTo(1);
        assertThat(eu.get("regions")).hasSize(3);
        // To two others, each one loop and one control address.
        assertThat(eu.get("via")).hasSize(4);
        String config = Files.readString(folder.resolve("mesh/eu-1/node.conf"));
        assertThat(config).contains("region = \"eu\"", "join-self = true", "tls.crt", "mesh.key");
        assertThat(folder.resolve("mesh/eu-1/tls.key")).isNotEmptyFile();

        mesh.announceRegions(Set.of("eu", "us"));
        assertThat(topology("ap-1").get("version").longValue()).isEqualTo(2);
        assertThat(topology("ap-1").get("regions")).hasSize(2);
    }

    @Test
    void shouldBreakTheBackboneBetweenTwoAndOneWay() throws IOException {
        int media = mesh.node("us-1").addresses.media();
        try (DatagramSocket us = new DatagramSocket(media, InetAddress.getLoopbackAddress());
                DatagramSocket eu = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            InetSocketAddress way = via("eu-1", media);
            mesh.change("eu", "us", link -> LinkCondition.PERFECT);
            InetSocketAddress back = Objects.requireNonNull(arrives(eu, way, us));
            assertThat(arrives(us, back, eu)).isNotNull();

            mesh.changeOneWay("eu", "us", MeshTraffic.BACKBONE, link -> link.withCut(true));
            assertThat(arrives(eu, way, us)).isNull();
            assertThat(arrives(us, back, eu)).isNotNull();
            mesh.cut("eu-1", "us-1");
            assertThat(arrives(us, back, eu)).isNull();

            mesh.heal("eu", "us");
            long startNanos = System.nanoTime();
            assertThat(arrives(eu, way, us)).isNotNull();
            // Frankfurt to Ashburn.
            assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(45_000_000);
        }
    }

    /** Null: it does not. */
    private static @Nullable InetSocketAddress arrives(DatagramSocket from, InetSocketAddress way, DatagramSocket at)
            throws IOException {
        from.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, way));
        at.setSoTimeout(SHORT_MILLIS);
        DatagramPacket received = new DatagramPacket(new byte[16], 16);
        try {
            at.receive(received);
            return (InetSocketAddress) received.getSocketAddress();
        } catch (SocketTimeoutException lost) {
            return null;
        }
    }

    @Test
    void shouldHoldStreamsWhileTheyAreCutAndNobodyElses() throws IOException {
        int control = mesh.node("us-1").addresses.control();
        mesh.change("all", "all", link -> LinkCondition.PERFECT);
        try (ServerSocket us = new ServerSocket(control, 8, InetAddress.getLoopbackAddress())) {
            InetSocketAddress fromEu = via("eu-1", control);
            InetSocketAddress fromAp = via("ap-1", control);
            try (Socket eu = new Socket(fromEu.getAddress(), fromEu.getPort());
                    Socket atUs = us.accept()) {
                mesh.change("eu", "us", MeshTraffic.CONTROL, link -> link.withCut(true));
                eu.getOutputStream().write(7);
                atUs.setSoTimeout(SHORT_MILLIS);
                assertThatThrownBy(() -> atUs.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                try (Socket ap = new Socket(fromAp.getAddress(), fromAp.getPort());
                        Socket atUsToo = us.accept()) {
                    ap.getOutputStream().write(8);
                    atUsToo.setSoTimeout(LONG_MILLIS);
                    assertThat(atUsToo.getInputStream().read()).isEqualTo(8);
                }
                mesh.heal("eu", "us");
                atUs.setSoTimeout(LONG_MILLIS);
                assertThat(atUs.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void shouldKillPauseAndStartAgainElsewhere() throws IOException {
        MeshNode ap = mesh.node("ap-1");
        MeshNode.Addresses before = ap.addresses;
        mesh.pause("ap-1");
        mesh.resume("ap-1");
        assertThat(ap.process().isAlive()).isTrue();
        mesh.kill("ap-1");
        assertThat(ap.process().isAlive()).isFalse();
        mesh.restart("ap-1", true);
        assertThat(ap.process().isAlive()).isTrue();
        assertThat(ap.addresses.control()).isNotEqualTo(before.control());
        assertThat(ap.addresses.http()).isEqualTo(before.http());
        assertThat(topology("eu-1").get("version").longValue()).isEqualTo(2);
        assertThat(via("eu-1", ap.addresses.control())).isNotNull();
        assertThatThrownBy(() -> via("eu-1", before.control())).isInstanceOf(AssertionError.class);

        mesh.setClockOffset("ap-1", Duration.ofSeconds(-5));
        assertThat(Files.readString(folder.resolve("mesh/ap-1/node.conf"))).contains("clock-offset = -5000 ms");
    }

    @Test
    void shouldDoWhatALineSays() {
        ChaosLine chaos = new ChaosLine(mesh);
        MeshNode eu = mesh.node("eu-1");
        MeshNode us = mesh.node("us-1");
        assertThat(chaos.run("  # nothing")).isEmpty();
        assertThat(chaos.run("cut eu > us control")).isEqualTo("ok");
        assertThat(mesh.condition(eu, us, MeshTraffic.CONTROL).isCut()).isTrue();
        assertThat(mesh.condition(us, eu, MeshTraffic.CONTROL).isCut()).isFalse();
        assertThat(mesh.condition(eu, us, MeshTraffic.BACKBONE).isCut()).isFalse();
        chaos.run("loss eu us 5%");
        chaos.run("delay eu us 120ms backbone");
        chaos.run("rate eu us-1 2.5mbit");
        assertThat(mesh.condition(us, eu, MeshTraffic.BACKBONE))
                .isEqualTo(new LinkCondition(false, Duration.ofMillis(120), 0.05, 2_500_000));
        assertThat(chaos.run("status")).contains("eu-1 > us-1 control: cut 45 ms loss 5.0 % 2500 kbit/s");
        chaos.run("heal");
        assertThat(mesh.condition(eu, us, MeshTraffic.CONTROL))
                .isEqualTo(LinkCondition.PERFECT.withDelay(Duration.ofMillis(45)));
        chaos.run("kill ap-1");
        assertThat(mesh.node("ap-1").process().isAlive()).isFalse();

        for (String wrong : List.of(
                "cut eu",
                "cut eu mars",
                "loss eu us 5",
                "delay eu us fast",
                "rate eu us 2",
                "kill eu",
                "dance",
                "loss eu us 120%",
                "clock ap-1",
                "delay eu us -5ms")) {
            assertThatThrownBy(() -> chaos.run(wrong))
                    .as(wrong)
                    .isInstanceOfAny(MeshException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void shouldTakeLinesFromTheCommand() {
        var command = new picocli.CommandLine(new ChaosCommand());
        java.io.StringWriter said = new java.io.StringWriter();
        command.setOut(new java.io.PrintWriter(said, true));
        String of = folder.resolve("mesh").toString();
        try (ChaosServer server = ChaosServer.open(mesh)) {
            assertThat(server).isNotNull();
            assertThat(command.execute("--folder", of, "cut", "eu", "us")).isZero();
            assertThat(command.execute("--folder", of, "cut", "eu", "mars")).isEqualTo(1);
        }
        assertThat(said.toString()).contains("ok", "there is no node or region mars");
    }

    @Test
    void shouldSayInOneLineThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MeshPlan plan = new MeshPlan(
                    List.of("eu"),
                    1,
                    1,
                    "127.0.0.1",
                    false,
                    taken.getLocalPort(),
                    0,
                    false,
                    List.of("true"),
                    Map.of(),
                    folder.resolve("other"));
            assertThatThrownBy(() -> LocalMesh.start(plan, (node, line) -> {}))
                    .isInstanceOf(MeshException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void shouldSayWhyANodeDoesNotStart() {
        MeshPlan plan = MeshPlan.of(
                List.of("eu"),
                1,
                List.of("sh", "-c", "echo banyan: the configuration is wrong; exit 1"),
                folder.resolve("other"));
        assertThatThrownBy(() -> LocalMesh.start(plan, (node, line) -> {}))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining("eu-1: the configuration is wrong");
    }

    @Test
    void shouldClearNobodysFiles() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("thesis.txt"), "all of it");
        MeshPlan plan = MeshPlan.of(List.of("eu"), 1, List.of("true"), own);
        assertThatThrownBy(() -> LocalMesh.start(plan, (node, line) -> {})).isInstanceOf(MeshException.class);
        assertThat(own.resolve("thesis.txt")).exists();
    }
}
