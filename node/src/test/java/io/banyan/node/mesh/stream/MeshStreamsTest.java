package io.banyan.node.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.banyan.cluster.topology.HostPort;
import io.banyan.cluster.topology.Topology;
import io.banyan.node.plane.FrameDrop;
import io.banyan.node.plane.StreamRefusal;
import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class MeshStreamsTest {
    private static final RegionId EU = new RegionId("eu");
    private static final RegionId US = new RegionId("us");

    /** Short, so that tests need not wait. */
    private static final StreamSettings SOON = new StreamSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofMillis(400),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            16,
            4 << 20,
            8,
            4);

    @TempDir
    private Path folder;

    private final MeshAuthority authority = MeshAuthority.make("CA", StreamNode.VALIDITY, new SecureRandom());
    private final List<StreamNode> nodes = new ArrayList<>();
    private StreamNode eu;
    private StreamNode us;

    @BeforeEach
    void start() throws Exception {
        eu = node("eu/eu-1", 1, StreamSettings.USUAL);
        us = node("us/us-1", 1, StreamSettings.USUAL);
    }

    private StreamNode node(String id, long incarnation, StreamSettings settings) throws Exception {
        StreamNode node = new StreamNode(id, incarnation, authority, folder, settings);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        nodes.forEach(StreamNode::close);
    }

    private Topology meet(long version) throws Exception {
        Topology topology = StreamNode.topology(version, eu, us);
        eu.tell(new MeshActor.TopologyChanged(topology));
        us.tell(new MeshActor.TopologyChanged(topology));
        return topology;
    }

    private static MeshFrame beat(long sequence) {
        return MeshFrame.newBuilder()
                .setHeartbeat(MeshHeartbeat.newBuilder().setSequence(sequence))
                .build();
    }

    @Test
    void shouldGreetAndSpeakBothWays() throws Exception {
        meet(1);
        assertThat(eu.next(MeshEvent.Opened.class)).isEqualTo(new MeshEvent.Opened(us.id, 1));
        assertThat(us.next(MeshEvent.Opened.class)).isEqualTo(new MeshEvent.Opened(eu.id, 1));

        eu.tell(new MeshActor.ToRegion(US, beat(1)));
        us.tell(new MeshActor.ToNode(eu.id, beat(2)));
        assertThat(us.next(MeshEvent.Received.class)).isEqualTo(new MeshEvent.Received(eu.id, beat(1)));
        assertThat(eu.next(MeshEvent.Received.class)).isEqualTo(new MeshEvent.Received(us.id, beat(2)));
        assertThat(eu.meter.of("sent heartbeat")).isPositive().isEqualTo(us.meter.of("received heartbeat"));
        // However many were opened at the same time, each side uses one and the same.
        assertThat(eu.meter.openStreams()).isBetween(1, 2);

        eu.tell(new MeshActor.ToRegion(EU, beat(3)));
        eu.tell(new MeshActor.ToRegion(new RegionId("sa"), beat(3)));
        eu.await(() -> assertThat(eu.meter.of(FrameDrop.UNKNOWN_REGION)).isEqualTo(2));
    }

    @Test
    void shouldFollowTheTopology() throws Exception {
        meet(1);
        eu.next(MeshEvent.Opened.class);
        us.next(MeshEvent.Opened.class);
        eu.tell(new MeshActor.TopologyChanged(StreamNode.topology(2, eu)));
        assertThat(eu.next(MeshEvent.Lost.class).node()).isEqualTo(us.id);
        assertThat(us.next(MeshEvent.Lost.class).node()).isEqualTo(eu.id);
        us.tell(new MeshActor.ToRegion(EU, beat(1)));
        eu.await(() -> assertThat(eu.meter.of(StreamRefusal.UNKNOWN_REGION)).isGreaterThanOrEqualTo(2));

        meet(3);
        eu.next(MeshEvent.Opened.class);
        us.next(MeshEvent.Opened.class);
    }

    @Test
    void shouldTakeTheWayThatTheTopologySays() throws Exception {
        HostPort advertised = new HostPort("192.0.2.1", 7771);
        Topology plain = StreamNode.topology(1, eu, us);
        Topology behind =
                io.banyan.cluster.topology.TopologyDocument.parse("""
                {"version": 1, "regions": [{"name":"us","latitude":0,"longitude":0,"control":["%s"]}],
                 "via": [{"to":"%s","use":"%s"}]}
                """.formatted(advertised, advertised, us.address()));
        us.tell(new MeshActor.TopologyChanged(
                new Topology(1, plain.regions(), Map.of(eu.address(), new HostPort("127.0.0.1", 1)))));
        eu.tell(new MeshActor.TopologyChanged(behind));
        assertThat(eu.next(MeshEvent.Opened.class).node()).isEqualTo(us.id);
    }

    @Test
    void shouldComeBackAfterARestartAndForgetTheEarlierLife() throws Exception {
        meet(1);
        eu.next(MeshEvent.Opened.class);
        us.close();
        assertThat(eu.next(MeshEvent.Lost.class).node()).isEqualTo(us.id);
        eu.tell(new MeshActor.ToRegion(US, beat(1)));
        eu.await(() -> assertThat(eu.meter.of(FrameDrop.NOT_CONNECTED)).isEqualTo(1));

        nodes.remove(us);
        us = node("us/us-1", 2, StreamSettings.USUAL);
        meet(2);
        assertThat(eu.next(MeshEvent.Opened.class)).isEqualTo(new MeshEvent.Opened(us.id, 2));

        StreamNode ghost = node("us/us-1", 1, StreamSettings.USUAL);
        ghost.tell(new MeshActor.TopologyChanged(StreamNode.topology(2, eu, us)));
        eu.await(() -> assertThat(eu.meter.of(StreamRefusal.STALE)).isPositive());
        eu.tell(new MeshActor.ToRegion(US, beat(2)));
        us.await(() -> assertThat(us.meter.of("received heartbeat")).isPositive());
    }

    @Test
    void shouldCloseWhatNobodyUsesAndOpenItOnDemand() throws Exception {
        StreamNode ap = node("ap/ap-1", 1, SOON);
        Topology topology = StreamNode.topology(1, eu, ap);
        eu.tell(new MeshActor.TopologyChanged(topology));
        ap.tell(new MeshActor.TopologyChanged(topology));
        ap.next(MeshEvent.Opened.class);
        ap.next(MeshEvent.Lost.class);
        ap.tell(new MeshActor.ToNode(eu.id, beat(1)));
        ap.next(MeshEvent.Opened.class);
        ap.next(MeshEvent.Lost.class);
        assertThat(eu.next(MeshEvent.Opened.class).node()).isEqualTo(ap.id);
    }

    @Test
    void shouldDropWhatDoesNotFitAndNeverBlock() throws Exception {
        // Somebody who takes a connection and then nothing.
        try (var silent = new java.net.ServerSocket(0, 8, java.net.InetAddress.getLoopbackAddress())) {
            StreamNode ap = node("ap/ap-1", 1, SOON);
            ap.tell(new MeshActor.TopologyChanged(io.banyan.cluster.topology.TopologyDocument.parse(
                    "{\"version\":1,\"regions\":[{\"name\":\"us\",\"latitude\":0,\"longitude\":0,\"control\":[\"127.0.0.1:%d\"]}]}"
                            .formatted(silent.getLocalPort()))));
            for (int i = 0; i < 20; i++) {
                ap.tell(new MeshActor.ToRegion(US, beat(i)));
            }
            ap.await(() -> assertThat(ap.meter.of(FrameDrop.QUEUE_FULL)).isEqualTo(20 - SOON.pendingFrames()));
        }
        meet(1);
        eu.next(MeshEvent.Opened.class);
        MeshFrame huge = beat(1).toBuilder()
                .mergeUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                1000,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(new byte[1 << 20]))
                                        .build())
                        .build())
                .build();
        eu.tell(new MeshActor.ToRegion(US, huge));
        eu.await(() -> assertThat(eu.meter.of(FrameDrop.TOO_LARGE)).isEqualTo(1));
    }

    @Test
    void shouldUseNewCertificatesForNewStreamsWithoutABreak() throws Exception {
        meet(1);
        eu.next(MeshEvent.Opened.class);
        us.next(MeshEvent.Opened.class);
        MeshAuthority next = MeshAuthority.make("CA", StreamNode.VALIDITY, new SecureRandom());
        for (StreamNode node : nodes) {
            java.nio.file.Files.writeString(
                    node.files.resolve("ca.crt"), authority.certificatePem() + next.certificatePem());
        }
        eu.write(next.issue(eu.id, StreamNode.VALIDITY));
        assertThat(eu.credentials.current().certificate()).isNotNull();
        eu.tell(new MeshActor.ToRegion(US, beat(1)));
        assertThat(us.next(MeshEvent.Received.class).frame()).isEqualTo(beat(1));

        StreamNode ap = node("ap/ap-1", 1, StreamSettings.USUAL);
        java.nio.file.Files.writeString(ap.files.resolve("ca.crt"), authority.certificatePem() + next.certificatePem());
        Topology topology = StreamNode.topology(2, eu, us, ap);
        eu.tell(new MeshActor.TopologyChanged(topology));
        ap.tell(new MeshActor.TopologyChanged(topology));
        ap.await(() -> assertThat(ap.meter.openStreams()).isPositive());
        eu.tell(new MeshActor.ToNode(NodeId.parse("ap/ap-1"), beat(5)));
        ap.await(() -> assertThat(ap.meter.of("received heartbeat")).isPositive());
    }
}
