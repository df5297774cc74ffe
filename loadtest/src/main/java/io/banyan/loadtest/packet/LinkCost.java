package io.banyan.loadtest.packet;

import io.banyan.loadtest.mesh.LocalMesh;
import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Histogram;
import io.banyan.loadtest.scenario.Plot;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What it costs a node to send packets over a backbone link, against what it costs it to forward as many to subscribers
 * of its own, in turns; and how much later they arrive by the link.
 *
 * @param rooms each with one publisher and one subscriber, of 250 packets a second
 * @param runs of each; the median counts
 * @param seconds of one run
 */
public record LinkCost(int rooms, int runs, int seconds) implements Plot {
    private static final int WARM_UP_SECONDS = 15;
    private static final double RATIO_GOAL = 1.25;
    private static final double P50_MILLIS = 0.3;
    private static final double P99_MILLIS = 1;

    @Override
    public String name() {
        return "link";
    }

    @Override
    public String plot() {
        return rooms + " publishers' packets over a link, and to local subscribers";
    }

    /** @param mesh of two regions, one node each, without delays */
    public List<Figure> play(LocalMesh mesh, long seed, Consumer<String> progress) {
        MeshNode near = mesh.nodes().getFirst();
        MeshNode far = mesh.nodes().getLast();
        ProcessUsage usage = near.process().usage();
        try (Stage here = new Stage(near.process().url(), seed, null, usage, progress);
                Stage there =
                        new Stage(far.process().url(), seed, null, far.process().usage(), progress);
                PeerLoop sending = PeerLoop.open(1);
                ForwardingGroup local = new ForwardingGroup(usage);
                ForwardingGroup linked = new ForwardingGroup(usage)) {
            FanoutShape shape = new FanoutShape("link", 1, 1, SrtpProfile.AEAD_AES_128_GCM);
            for (int i = 0; i < rooms; i++) {
                local.add(NodeForwarding.open(here, here, sending, shape));
                linked.add(NodeForwarding.open(here, there, sending, shape));
            }
            CostWindow.measure(local, WARM_UP_SECONDS);
            CostWindow.measure(linked, WARM_UP_SECONDS);
            List<CostWindow> locals = new ArrayList<>();
            List<CostWindow> links = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                locals.add(CostWindow.measure(local, seconds));
                links.add(CostWindow.measure(linked, seconds));
            }
            return figures(locals, links);
        }
    }

    private List<Figure> figures(List<CostWindow> locals, List<CostWindow> links) {
        Distribution ratios = new Distribution();
        Distribution local = new Distribution();
        Distribution linked = new Distribution();
        Distribution rates = new Distribution();
        for (int i = 0; i < locals.size(); i++) {
            local.add(locals.get(i).cpuMicros());
            linked.add(links.get(i).cpuMicros());
            ratios.add(links.get(i).cpuMicros() / locals.get(i).cpuMicros());
            rates.add(links.get(i).received().packets() / links.get(i).seconds());
        }
        Histogram near = latency(locals);
        Histogram far = latency(links);
        return List.of(
                new Figure("link.local.cpu", local.median(), "us/packet", Goal.NONE, "reception in it"),
                new Figure("link.cpu", linked.median(), "us/packet", Goal.NONE, "of the sending node, reception in it"),
                new Figure(
                        "link.ratio",
                        ratios.median(),
                        "",
                        Goal.atMost(RATIO_GOAL),
                        "median of " + runs + " runs in turns"),
                new Figure("link.rate", rates.median(), "packets/s", Goal.NONE),
                new Figure(
                        "link.hop.p50",
                        (far.percentile(50) - near.percentile(50)) / 1e3,
                        "ms",
                        Goal.atMost(P50_MILLIS),
                        "later than to a local subscriber; the far node and the emulated link in it"),
                new Figure(
                        "link.hop.p99",
                        (far.percentile(99) - near.percentile(99)) / 1e3,
                        "ms",
                        Goal.atMost(P99_MILLIS)),
                new Figure(
                        "link.wrong",
                        links.stream()
                                .mapToLong(window -> window.received().corrupted())
                                .sum(),
                        "packets",
                        Goal.exactly(0)),
                new Figure(
                        "link.missing",
                        links.stream()
                                .mapToLong(window -> window.received().missing())
                                .sum(),
                        "packets",
                        Goal.NONE));
    }

    private static Histogram latency(List<CostWindow> windows) {
        Histogram latency = new Histogram();
        windows.forEach(window -> latency.addAll(window.received().latencyMicros()));
        return latency;
    }
}
