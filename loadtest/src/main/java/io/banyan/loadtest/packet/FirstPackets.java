package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * From the beginning of a join to the first packet of a publisher who is there: one person after another at an idle
 * server, then many at once.
 *
 * @param single joins one after another
 * @param storm joins at once
 */
public record FirstPackets(int single, int storm) implements Scenario {
    /** Until the way of a join is compiled. */
    private static final int WARM_UP_JOINS = 40;

    private static final long POLL_NANOS = 1_000_000L;
    private static final double P50_MILLIS = 15;

    @Override
    public String name() {
        return "join";
    }

    @Override
    public String plot() {
        return "join to first packet: " + single + " one by one, " + storm + " at once";
    }

    @Override
    public List<Figure> play(Stage stage) {
        FanoutShape shape = new FanoutShape("join", 1, 1, SrtpProfile.AEAD_AES_128_GCM);
        try (PeerLoop sending = PeerLoop.open(1);
                PeerLoop receiving = PeerLoop.open(1);
                NodeForwarding room = NodeForwarding.open(stage, sending, shape)) {
            room.setSilent(false);
            for (int i = 0; i < WARM_UP_JOINS; i++) {
                joinAndLeave(receiving, settings(stage, room, "warming-" + i), room.publisherId());
            }
            Distribution answered = new Distribution();
            Distribution connected = new Distribution();
            Distribution alone = new Distribution();
            for (int i = 0; i < single; i++) {
                PeerSettings settings = settings(stage, room, "single-" + i);
                LockSupport.parkNanos(100 * POLL_NANOS);
                Join join = joinAndLeave(receiving, settings, room.publisherId());
                answered.add(join.answeredMillis);
                connected.add(join.connectMillis);
                alone.add(join.firstMillis);
            }
            Distribution together = storm(stage, receiving, room);
            return List.of(
                    new Figure("join.first.p50", alone.median(), "ms", Goal.atMost(P50_MILLIS), "server idle"),
                    new Figure("join.first.p95", alone.percentile(95), "ms", Goal.NONE),
                    new Figure(
                            "join.answered.p50",
                            answered.median(),
                            "ms",
                            Goal.NONE,
                            "of it until the node's answer, the WebSocket's opening in it"),
                    new Figure(
                            "join.connected.p50",
                            connected.median(),
                            "ms",
                            Goal.NONE,
                            "from the answer to keys: the first check, and the handshake of both ends"),
                    new Figure(
                            "join.storm.p50",
                            together.median(),
                            "ms",
                            Goal.NONE,
                            storm + " at once, the peers' own handshakes on the same cores"),
                    new Figure("join.storm.max", together.max(), "ms", Goal.NONE));
        }
    }

    private Distribution storm(Stage stage, PeerLoop loop, NodeForwarding room) {
        List<PeerSettings> people = new ArrayList<>();
        for (int i = 0; i < storm; i++) {
            people.add(settings(stage, room, "storm-" + i));
        }
        Distribution millis = new Distribution();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Join>> joins = new ArrayList<>();
            for (PeerSettings each : people) {
                joins.add(CompletableFuture.supplyAsync(() -> joinAndLeave(loop, each, room.publisherId()), threads));
            }
            joins.forEach(each -> millis.add(each.join().firstMillis));
        }
        return millis;
    }

    private static PeerSettings settings(Stage stage, NodeForwarding room, String name) {
        return stage.peer(room.room(), name).withSlotPairs(1);
    }

    private static Join joinAndLeave(PeerLoop loop, PeerSettings settings, String publisher) {
        long beganNanos = System.nanoTime();
        try (SyntheticPeer peer = SyntheticPeer.join(loop, settings)) {
            long answeredNanos = System.nanoTime();
            peer.roster().participants().stream()
                    .filter(each -> each.getParticipantId().equals(publisher))
                    .forEach(each -> peer.showParticipant(0, each));
            long deadlineNanos = beganNanos + Stage.PATIENCE.toNanos();
            long firstNanos = peer.stats().firstPacketNanos();
            while (firstNanos < 0 && System.nanoTime() < deadlineNanos) {
                LockSupport.parkNanos(POLL_NANOS);
                firstNanos = peer.stats().firstPacketNanos();
            }
            if (firstNanos < 0) {
                throw new IllegalStateException(settings.name() + " received nothing");
            }
            return new Join(
                    (answeredNanos - beganNanos) / 1e6,
                    peer.stats().transport().connectNanos() / 1e6,
                    (firstNanos - beganNanos) / 1e6);
        }
    }

    /**
     * One join.
     *
     * @param answeredMillis from its beginning to the node's answer
     * @param connectMillis from the answer to the keys of its media
     * @param firstMillis from its beginning to the first packet
     */
    private record Join(double answeredMillis, double connectMillis, double firstMillis) {}
}
