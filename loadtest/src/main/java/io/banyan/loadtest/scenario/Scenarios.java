package io.banyan.loadtest.scenario;

import java.util.List;

/** The scenarios of the benchmark, as long as its figures need. */
public final class Scenarios {
    private Scenarios() {}

    public static List<Scenario> ofCall() {
        return List.of(
                new ThreePeople(20),
                new SlotSwitching(20),
                new LateJoiner(10),
                new Announcements(5),
                new NodeLatency(5),
                new Simulcast(),
                new ResumedEncoding(8),
                new PacketLoss(0.03, 20),
                new LossyHandshakes(0.2, 40),
                new Flood(1_000_000),
                new SignallingCut(10),
                new KilledTab(),
                new FirefoxCall(10),
                new FirstFrames(20),
                new ManySlots(50));
    }
}
