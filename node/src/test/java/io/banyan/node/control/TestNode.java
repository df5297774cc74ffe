package io.banyan.node.control;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallEvents;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/** A node's control plane over a media plane that only remembers. */
final class TestNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Short, so that tests need not wait; far above what a busy machine delays a message by. */
    static final Duration RECONNECT = Duration.ofSeconds(4);

    private static final String ALONE = """
            banyan.cluster { join-self = true, transport = tcp }
            pekko.coordinated-shutdown.phases {
              cluster-sharding-shutdown-region.timeout = 1s
              cluster-leave.timeout = 1s
              cluster-exiting.timeout = 1s
              cluster-exiting-done.timeout = 1s
            }
            """;

    final NodeId id;
    final RecordingPlane media;
    final List<CallEvent> events;
    final ActorTestKit kit;
    final ControlContext context;
    final NodeControl control;
    private boolean killed;

    TestNode(String name, Config config, Duration reconnect, int maxParticipants) {
        this(new NodeId(new RegionId("test"), name), config, reconnect, maxParticipants, null);
    }

    private TestNode(NodeId id, Config config, Duration reconnect, int maxParticipants, @Nullable MemoryMesh mesh) {
        this.id = id;
        media = new RecordingPlane(id);
        events = new CopyOnWriteArrayList<>();
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        context = new ControlContext(
                new ControlSettings(
                        id, 1, "wss://" + id.name() + ".example", reconnect, Duration.ofHours(1), maxParticipants),
                media,
                new CallEvents(id, 1, clock, List.of(events::add)),
                clock,
                new Hlc(),
                transport -> IceCredentials.random(),
                new AtomicLong(),
                new Csrcs(random),
                new Alternatives(id),
                new Survivors(),
                mesh == null
                        ? MeshPlace.alone(id.region(), () -> new MeshTime(System.nanoTime(), clock.millis()))
                        : mesh.place(id),
                random);
        kit = ActorTestKit.create("banyan", config);
        control = NodeControl.start(
                        kit.system(), context, Optional.ofNullable(mesh).map(all -> kit.spawn(all.streams(id))))
                .toCompletableFuture()
                .join();
    }

    /** The same node, after its actor system was downed and ended. */
    TestNode(TestNode before, Config config) {
        id = before.id;
        media = before.media;
        events = before.events;
        context = before.context;
        kit = ActorTestKit.create("banyan", config);
        control = NodeControl.start(kit.system(), context, Optional.empty())
                .toCompletableFuture()
                .join();
    }

    /** A node that is a region by itself. */
    static TestNode alone() {
        return alone(RECONNECT);
    }

    /** The only node of a region of several. */
    static TestNode ofRegion(RegionId region, MemoryMesh mesh) {
        return new TestNode(new NodeId(region, "n1"), config("n1", ALONE), RECONNECT, 1_000, mesh).awaitUp();
    }

    /** With rooms for so many. */
    static TestNode alone(int maxParticipants) {
        return new TestNode("n1", config("n1", ALONE), RECONNECT, maxParticipants).awaitUp();
    }

    static TestNode alone(Duration reconnect) {
        return new TestNode("n1", config("n1", ALONE), reconnect, 100).awaitUp();
    }

    /** As its cluster does it, and with what follows: a new life over the same media. */
    TestNode downedAndBack() {
        killed = true;
        CoordinatedShutdown.get(kit.system()).run(CoordinatedShutdown.clusterDowningReason());
        kit.system().getWhenTerminated().toCompletableFuture().join();
        return new TestNode(this, config(id.name(), ALONE)).awaitUp();
    }

    private TestNode awaitUp() {
        kit.createTestProbe().awaitAssert(PATIENCE, () -> {
            if (!Cluster.get(kit.system()).selfMember().status().equals(MemberStatus.up())) {
                throw new AssertionError("not up yet");
            }
            return null;
        });
        return this;
    }

    static Config config(String name, String more) {
        return ConfigFactory.parseString(more)
                .withFallback(ConfigFactory.parseString("banyan.node.name = " + name
                        + "\nbanyan.cluster.port = 0\npekko.cluster.jmx.multi-mbeans-in-same-jvm = on"
                        + "\npekko.loglevel = WARNING"
                        + "\npekko.actor.testkit.typed.single-expect-default = 30s"))
                .withFallback(ConfigFactory.parseResources("banyan-cluster.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }

    TestClient client(String room) {
        return new TestClient(this, room);
    }

    /** Stops it without a word to anybody; needs {@code run-by-actor-system-terminate = off}. */
    void kill() {
        killed = true;
        kit.system().terminate();
    }

    @Override
    public void close() {
        if (!killed) {
            ActorTestKit.shutdown(kit.system(), PATIENCE, false);
        }
    }
}
