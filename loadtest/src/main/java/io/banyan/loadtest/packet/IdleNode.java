package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a node uses that has nothing to do, and one with people in a room where nobody says anything.
 *
 * @param seconds of each
 */
public record IdleNode(int seconds) implements Scenario {
    private static final int PEOPLE = 50;
    private static final long SETTLE_NANOS = 5_000_000_000L;
    private static final double GOAL_PERCENT = 1;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String plot() {
        return "processor time of a node with nothing to do";
    }

    @Override
    public List<Figure> play(Stage stage) {
        ProcessUsage usage =
                stage.usage().orElseThrow(() -> new IllegalStateException("the node is no process of this machine"));
        double alone = percent(usage);
        try (PeerLoop sending = PeerLoop.open();
                NodeForwarding room = NodeForwarding.open(
                        stage, sending, new FanoutShape("idle", PEOPLE, 1, SrtpProfile.AEAD_AES_128_GCM))) {
            room.setSilent(true);
            return List.of(
                    new Figure("idle.cpu", alone, "% of a core", Goal.atMost(GOAL_PERCENT), "nobody there"),
                    new Figure(
                            "idle.room.cpu",
                            percent(usage),
                            "% of a core",
                            Goal.NONE,
                            PEOPLE + " subscribers of a silent publisher"));
        }
    }

    private double percent(ProcessUsage usage) {
        LockSupport.parkNanos(SETTLE_NANOS);
        ProcessorTime before = usage.processorTime();
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        return usage.processorTime().nanosSince(before) / (seconds * 1e9) * 100;
    }
}
