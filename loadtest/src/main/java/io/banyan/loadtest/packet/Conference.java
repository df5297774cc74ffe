package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.PeersCall;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * People who all publish three layers and sound, and each watch every other.
 *
 * @param runs the median counts
 * @param seconds of one run
 */
public record Conference(int people, int runs, int seconds) implements Scenario {
    private static final long WARM_UP_NANOS = 10_000_000_000L;

    @Override
    public String name() {
        return "conference";
    }

    @Override
    public String plot() {
        return people + " people, each with three layers of video and sound, each watching all others";
    }

    @Override
    public List<Figure> play(Stage stage) {
        List<Figure> figures = new ArrayList<>();
        double paced = measure(stage, "conference", UnaryOperator.identity(), figures);
        double plain = measure(stage, "conference.plain", PeerSettings::withoutReports, figures);
        figures.add(new Figure(
                "conference.pacing.ratio",
                paced / plain,
                "",
                Goal.NONE,
                "conference.cpu to conference.plain.cpu, of peers who do not report what arrives"));
        return figures;
    }

    private double measure(Stage stage, String name, UnaryOperator<PeerSettings> change, List<Figure> figures) {
        ProcessUsage usage =
                stage.usage().orElseThrow(() -> new IllegalStateException("the node is no process of this machine"));
        try (PeersCall call = PeersCall.gather(stage, "conference", people, VideoSettings.SIMULCAST, change)) {
            LockSupport.parkNanos(WARM_UP_NANOS);
            Distribution costs = new Distribution();
            Distribution rates = new Distribution();
            for (int run = 0; run < runs; run++) {
                ProcessorTime before = usage.processorTime();
                long beganNanos = System.nanoTime();
                long packets = packets(call);
                LockSupport.parkNanos(seconds * 1_000_000_000L);
                double cpu = usage.processorTime().nanosSince(before);
                double lasted = (System.nanoTime() - beganNanos) / 1e9;
                packets = packets(call) - packets;
                costs.add(cpu / 1e3 / packets);
                rates.add(packets / lasted);
            }
            figures.add(new Figure(
                    name + ".cpu",
                    costs.median(),
                    "us/packet",
                    Goal.NONE,
                    "for each packet that a watcher received, all layers' reception in it"));
            figures.add(new Figure(name + ".rate", rates.median(), "packets/s", Goal.NONE));
            figures.add(new Figure(
                    name + ".wrong", slots(call).filter(slot -> !slot.isClean()).count(), "slots", Goal.exactly(0)));
            return costs.median();
        }
    }

    private static long packets(PeersCall call) {
        return slots(call).mapToLong(SlotStats::packets).sum();
    }

    private static Stream<SlotStats> slots(PeersCall call) {
        return Stream.concat(call.slots(MediaKind.AUDIO), call.slots(MediaKind.VIDEO));
    }
}
