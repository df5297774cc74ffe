package io.banyan.loadtest.scenario;

import io.banyan.loadtest.netem.Direction;
import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.netem.NetemStats;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Random loss each way between every client and the node.
 *
 * @param loss 0 to 1, each way
 * @param seconds that are measured
 */
public record PacketLoss(double loss, int seconds) implements Scenario {
    private static final double MISSING_PERCENT = 0.1;
    /** What is still on its way, or asked for, at the end. */
    private static final long SETTLE_NANOS = 2_000_000_000L;

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public String plot() {
        return "video under " + 100 * loss + " % random loss each way";
    }

    @Override
    public boolean needsNetwork() {
        return true;
    }

    @Override
    public List<Figure> play(Stage stage) {
        stage.network().setProfiles(NetemProfile.PERFECT, NetemProfile.PERFECT);
        try (PeersCall call = PeersCall.gather(stage, "loss", 3, VideoSettings.single(30, 1_000_000))) {
            NetemStats before = lost(stage);
            stage.network().setProfiles(NetemProfile.randomLoss(loss), NetemProfile.randomLoss(loss));
            LockSupport.parkNanos(seconds * 1_000_000_000L);
            stage.network().setProfiles(NetemProfile.PERFECT, NetemProfile.PERFECT);
            LockSupport.parkNanos(SETTLE_NANOS);
            NetemStats after = lost(stage);
            long verified = call.videoSlots().mapToLong(SlotStats::verified).sum();
            long missing =
                    call.videoSlots().mapToLong(SlotStats::contentMissing).sum();
            long wrong = call.videoSlots().filter(slot -> !slot.isClean()).count();
            return List.of(
                    new Figure(
                            "loss.video.missing",
                            100.0 * missing / Math.max(1, verified + missing),
                            "% of packets",
                            Goal.atMost(MISSING_PERCENT),
                            missing + " of " + (verified + missing)),
                    new Figure(
                            "loss.emulated",
                            100.0 * (after.lost() - before.lost()) / Math.max(1, after.offered() - before.offered()),
                            "% of datagrams",
                            Goal.NONE),
                    new Figure(
                            "loss.recovered",
                            call.videoSlots().mapToLong(SlotStats::recovered).sum(),
                            "packets",
                            Goal.NONE),
                    new Figure("loss.packets.wrong", wrong, "slots", Goal.exactly(0)));
        }
    }

    private static NetemStats lost(Stage stage) {
        return stage.network().stats(Direction.UP).plus(stage.network().stats(Direction.DOWN));
    }
}
