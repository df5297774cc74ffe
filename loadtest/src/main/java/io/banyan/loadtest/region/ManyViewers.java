package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.MetricsPage;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.rtp.MediaKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * A room over five regions that grows to many viewers: three people talk in turn (DTX while they do not), four cameras of ten
 * packets a second are everybody's tiles. What a join costs is measured while nothing is sent, what comes after that.
 *
 * @param sizes people in the room at the end of each stage
 * @param seconds that everybody is watched at each
 */
public record ManyViewers(List<Integer> sizes, int seconds) implements RegionScenario {
    private static final String BYTES = "banyan_mesh_control_bytes_total";
    private static final int TALKERS = 3;
    private static final int TILES = 4;
    private static final int FRAME_RATE = 10;
    private static final int SPOKEN_PACKETS = 50;
    /** Of 1200 bytes at most: a packet for each frame. */
    private static final VideoSettings TILE = VideoSettings.single(FRAME_RATE, 40_000);

    /** Joins at the same time: more would measure each other. */
    private static final int AT_ONCE = 4;

    private static final long TICK_MILLIS = 20;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final double SHARE = 0.9;

    /** A join among many costs no more than that many times one among few. */
    private static final double FLAT = 1.5;

    public ManyViewers {
        sizes = List.copyOf(sizes);
    }

    @Override
    public String name() {
        return "many";
    }

    @Override
    public String plot() {
        return "a room of " + sizes + " people over five regions, three talk, four tiles";
    }

    @Override
    public List<String> regions() {
        return List.of(RegionStage.EU, RegionStage.US, RegionStage.AP, "sa", "jp");
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        try (Crowd crowd = new Crowd(stage)) {
            List<Figure> figures = new ArrayList<>();
            List<Cost> costs = new ArrayList<>();
            for (int size : sizes) {
                Cost cost = crowd.grow(size);
                costs.add(cost);
                figures.addAll(cost.figures(size));
                figures.addAll(crowd.watch(size, seconds));
            }
            if (sizes.size() > 2) {
                Cost few = costs.get(1);
                Cost many = costs.getLast();
                figures.add(new Figure(
                        "many.join.cpu.ratio", many.millis() / few.millis(), "many to few", Goal.atMost(FLAT)));
                figures.add(new Figure(
                        "many.join.bytes.ratio", many.bytes() / few.bytes(), "many to few", Goal.atMost(FLAT)));
            }
            return figures;
        }
    }

    /**
     * @param millis of processor of all nodes, for each join, without what they need anyway
     * @param bytes of control between regions, for each join, without heartbeats
     */
    private record Cost(double millis, double bytes, double joinsPerSecond) {
        private List<Figure> figures(int size) {
            return List.of(
                    new Figure("many.join.cpu." + size, millis, "ms", Goal.NONE, "all nodes, DTLS in it"),
                    new Figure("many.join.bytes." + size, bytes, "bytes", Goal.NONE, "between regions, of rooms"),
                    new Figure("many.joins." + size, joinsPerSecond, "joins/s", Goal.NONE, "peers on the same cores"));
        }
    }

    /** What the nodes had used so far. */
    private record Used(List<ProcessorTime> times, ProcessorTime peers, double bytes, long nanos) {
        private static Used of(RegionStage stage) {
            List<ProcessorTime> times = new ArrayList<>();
            double bytes = 0;
            for (MeshNode node : stage.mesh().nodes()) {
                times.add(node.process().usage().processorTime());
                MetricsPage page = stage.metrics(node);
                bytes += page.sumOfLines(
                        BYTES, line -> line.contains("direction=\"sent\"") && !line.contains("kind=\"heartbeat\""));
            }
            ProcessorTime peers = new ProcessUsage(ProcessHandle.current().pid()).processorTime();
            return new Used(times, peers, bytes, System.nanoTime());
        }

        private double millisSince(Used before) {
            double nanos = 0;
            for (int i = 0; i < times.size(); i++) {
                nanos += times.get(i).nanosSince(before.times.get(i));
            }
            return nanos / 1e6;
        }
    }

    /** Everybody who is there. */
    private static final class Crowd implements AutoCloseable {
        private final RegionStage stage;
        private final String room;
        private final PeerLoop loop = PeerLoop.open(TICK_MILLIS);
        private final List<SyntheticPeer> talkers = new ArrayList<>();
        private final List<SyntheticPeer> viewers = new ArrayList<>();
        private final List<SyntheticPeer> watching = new ArrayList<>();
        private double idleShare;

        private Crowd(RegionStage stage) {
            this.stage = stage;
            room = stage.people().newRoom("many");
            for (int i = 0; i < TILES; i++) {
                PeerSettings settings = settings(i, "talker-" + i, true).publishing(i < TALKERS, TILE);
                SyntheticPeer talker = RegionPeers.join(stage, talkers, settings);
                talker.setSilent(true);
            }
        }

        private PeerSettings settings(int number, String identity, boolean isTalker) {
            List<String> regions = stage.mesh().plan().regions();
            MeshNode node = stage.first(regions.get(number % regions.size()));
            return PeerSettings.listener(
                            DemoToken.signalling(node.process().url()),
                            isTalker
                                    ? stage.tokens().of(room, identity)
                                    : stage.tokens().ofViewer(room, identity),
                            room,
                            identity)
                    .withSlotPairs(isTalker ? 1 : TILES);
        }

        private Cost grow(int size) {
            RegionStage.pass(SETTLE);
            Used before = Used.of(stage);
            RegionStage.pass(SETTLE);
            Used idle = Used.of(stage);
            idleShare = idle.millisSince(before) * 1e6 / (idle.nanos() - before.nanos());
            int first = viewers.size();
            int joins = size - TILES - first;
            join(joins);
            long joinedNanos = System.nanoTime();
            RegionStage.pass(SETTLE);
            Used after = Used.of(stage);
            double lasted = after.nanos() - idle.nanos();
            return new Cost(
                    (after.millisSince(idle) - idleShare * lasted / 1e6) / joins,
                    (after.bytes() - idle.bytes()) / joins,
                    joins / ((joinedNanos - idle.nanos()) / 1e9));
        }

        private void join(int joins) {
            Semaphore turns = new Semaphore(AT_ONCE);
            List<Future<SyntheticPeer>> coming = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < joins; i++) {
                    int number = viewers.size() + i;
                    coming.add(threads.submit(() -> {
                        turns.acquire();
                        try {
                            SyntheticPeer peer = SyntheticPeer.join(loop, settings(number, "viewer-" + number, false));
                            return peer.awaitConnected(Stage.PATIENCE);
                        } finally {
                            turns.release();
                        }
                    }));
                }
            }
            coming.forEach(each -> viewers.add(each.resultNow()));
        }

        /** Everybody has the talkers and the tiles on; how many get all of it. */
        private List<Figure> watch(int size, int seconds) {
            for (SyntheticPeer viewer : viewers.subList(watching.size(), viewers.size())) {
                for (int tile = 0; tile < TILES; tile++) {
                    RegionPeers.watch(viewer, tile, talkers.get(tile).participantId());
                }
                watching.add(viewer);
            }
            talkers.forEach(talker -> talker.setSilent(false));
            talk(2);
            List<long[]> before = packets();
            Used usedBefore = Used.of(stage);
            talk(seconds);
            Used usedAfter = Used.of(stage);
            List<long[]> after = packets();
            talkers.forEach(talker -> talker.setSilent(true));
            int hear = 0;
            int see = 0;
            long packets = 0;
            double tiles = 0;
            for (int i = 0; i < viewers.size(); i++) {
                long[] got = new long[2 * TILES];
                for (int slot = 0; slot < got.length; slot++) {
                    got[slot] = after.get(i)[slot] - before.get(i)[slot];
                    packets += got[slot];
                }
                hear += hears(got, seconds) ? 1 : 0;
                see += sees(got, seconds) ? 1 : 0;
                for (int tile = 0; tile < TILES; tile++) {
                    tiles += Math.min(1, (double) got[TILES + tile] / (FRAME_RATE * seconds));
                }
            }
            double lasted = (usedAfter.nanos() - usedBefore.nanos()) / 1e9;
            return List.of(
                    new Figure("many.hear." + size, hear, "of " + viewers.size(), Goal.exactly(viewers.size())),
                    new Figure("many.see." + size, see, "of " + viewers.size(), Goal.exactly(viewers.size())),
                    new Figure(
                            "many.tiles." + size,
                            100 * tiles / (TILES * viewers.size()),
                            "%",
                            Goal.NONE,
                            "of the frames of all tiles, as far as packets show it"),
                    new Figure("many.packets." + size, packets / lasted, "packets/s", Goal.NONE, "received by all"),
                    new Figure(
                            "many.cpu." + size,
                            usedAfter.millisSince(usedBefore) / lasted / 10,
                            "% of a core",
                            Goal.NONE,
                            "all nodes; the peers "
                                    + Math.round(usedAfter.peers().nanosSince(usedBefore.peers()) / lasted / 1e7)
                                    + ", nodes with nobody talking " + Math.round(100 * idleShare)));
        }

        /** Each talker in turn, a second at a time. */
        private void talk(int seconds) {
            for (int second = 0; second < seconds; second++) {
                for (int i = 0; i < TALKERS; i++) {
                    talkers.get(i).setSpeaking(second % TALKERS == i);
                }
                RegionStage.pass(Duration.ofSeconds(1));
            }
        }

        private static boolean hears(long[] got, int seconds) {
            for (int i = 0; i < TALKERS; i++) {
                int turns = seconds / TALKERS;
                if (got[i] < SHARE * SPOKEN_PACKETS * turns) {
                    return false;
                }
            }
            return true;
        }

        private static boolean sees(long[] got, int seconds) {
            for (int i = 0; i < TILES; i++) {
                if (got[TILES + i] < SHARE * FRAME_RATE * seconds) {
                    return false;
                }
            }
            return true;
        }

        /** Of each viewer, by slot: sound first. */
        private List<long[]> packets() {
            List<long[]> all = new ArrayList<>();
            for (SyntheticPeer viewer : viewers) {
                List<SlotStats> slots = viewer.stats().slots();
                long[] packets = new long[2 * TILES];
                for (int i = 0; i < TILES; i++) {
                    packets[i] = of(slots, viewer.slots(MediaKind.AUDIO).get(i));
                    packets[TILES + i] = of(slots, viewer.slots(MediaKind.VIDEO).get(i));
                }
                all.add(packets);
            }
            return all;
        }

        private static long of(List<SlotStats> slots, String mid) {
            return slots.stream()
                    .filter(slot -> slot.mid().equals(mid))
                    .mapToLong(SlotStats::packets)
                    .sum();
        }

        @Override
        public void close() {
            talkers.forEach(SyntheticPeer::close);
            viewers.forEach(SyntheticPeer::vanish);
            loop.close();
        }
    }
}
