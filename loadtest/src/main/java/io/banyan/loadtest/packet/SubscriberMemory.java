package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.List;

/**
 * What the node keeps for a subscriber of two tracks: with few, and with many more, after a full collection.
 *
 * @param subscribers more
 */
public record SubscriberMemory(int subscribers) implements Scenario {
    /** So that what is made once is there. */
    private static final int FEW = 10;

    private static final int FLOW_SECONDS = 3;
    private static final double GOAL_KB = 60;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String plot() {
        return "memory of " + subscribers + " subscribers of two tracks each";
    }

    @Override
    public List<Figure> play(Stage stage) {
        ProcessUsage usage =
                stage.usage().orElseThrow(() -> new IllegalStateException("the node is no process of this machine"));
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        try (PeerLoop sending = PeerLoop.open(1);
                NodeForwarding few = NodeForwarding.open(stage, sending, new FanoutShape("few", FEW, 1, profile))) {
            CostWindow.measure(few, FLOW_SECONDS);
            double liveMib = usage.liveHeapMib();
            double residentMib = usage.residentMib();
            few.join(stage, new FanoutShape("more", subscribers, 1, profile));
            CostWindow.measure(few, FLOW_SECONDS);
            double live = (usage.liveHeapMib() - liveMib) * 1_048.576 / subscribers;
            double resident = (usage.residentMib() - residentMib) * 1_048.576 / subscribers;
            return List.of(
                    new Figure(
                            "memory.subscriber",
                            live,
                            "kB",
                            Goal.atMost(GOAL_KB),
                            "heap in use, signalling and actors in it"),
                    new Figure("memory.subscriber.resident", resident, "kB", Goal.NONE, "collector's reserve in it"));
        }
    }
}
