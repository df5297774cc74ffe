package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.playout.PlayoutStats;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * In many rooms at once a viewer in {@code ap} of a talker in {@code eu} moves to another parent, there and back: the straight
 * way gets so much longer that {@code us} is better; then {@code us}, where the last viewer has left, is no parent any more,
 * and is one again when somebody came; then the straight way is as short as before. Each move is to a way that is about
 * 100 ms longer or shorter.
 *
 * @param cycles of four moves each
 * @param rooms that move at once
 */
public record Reparented(int cycles, int rooms) implements RegionScenario {
    /** 80 ms straight, 155 ms by way of us: so the straight way gets 100 ms longer than that. */
    private static final Duration DETOUR = Duration.ofMillis(175);

    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOVES_OF_A_CYCLE = 4;
    private static final double FREEZE_MILLIS = 200;
    private static final double CONCEALED_PERCENT = 1;

    /** One room, whose tree is watched at ap. */
    private record Watched(TreeRoom room, SyntheticPeer viewer) {}

    @Override
    public String name() {
        return "moves";
    }

    @Override
    public String plot() {
        return cycles * MOVES_OF_A_CYCLE * rooms + " moves to a parent 100 ms further or nearer, in " + rooms
                + " rooms at once";
    }

    @Override
    public boolean isWide() {
        return true;
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        List<Watched> all = new ArrayList<>();
        try {
            return move(stage, all);
        } finally {
            stage.mesh().heal();
            all.forEach(each -> each.room().close());
        }
    }

    private List<Figure> move(RegionStage stage, List<Watched> all) {
        MeshNode us = stage.first(RegionStage.US);
        MeshNode ap = stage.first(RegionStage.AP);
        Map<TreeRoom, SyntheticPeer> between = new HashMap<>();
        for (int i = 0; i < rooms; i++) {
            TreeRoom room = new TreeRoom(stage, name(), stage.first(RegionStage.EU));
            between.put(room, room.viewer(us));
            all.add(new Watched(room, room.viewer(ap)));
        }
        Moves moves = new Moves(stage, ap, all);
        moves.await("straight", 2);
        RegionStage.pass(CALM);
        List<SyntheticPeer> viewers = all.stream().map(Watched::viewer).toList();
        long missing = sum(viewers, SlotStats::contentMissing);
        long doubled = sum(viewers, SlotStats::duplicates);
        List<PlayoutStats> before = playouts(viewers);
        for (int cycle = 0; cycle < cycles; cycle++) {
            moves.to(
                    "nearer",
                    3,
                    () -> stage.mesh()
                            .change(
                                    RegionStage.EU,
                                    RegionStage.AP,
                                    link -> link.withDelay(link.delay().plus(DETOUR))));
            moves.to("left", 2, () -> between.forEach(TreeRoom::leave));
            moves.to("joined", 3, () -> between.replaceAll((room, gone) -> room.viewer(us)));
            moves.to("straight", 2, () -> stage.mesh().heal(RegionStage.EU, RegionStage.AP));
        }
        List<PlayoutStats> after = playouts(viewers);
        long ticks = 0;
        long madeUp = 0;
        for (int i = 0; i < after.size(); i++) {
            PlayoutStats heard = after.get(i).since(before.get(i));
            ticks += heard.audioTicks();
            madeUp += heard.madeUp();
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("moves.count", moves.count, "moves", Goal.NONE));
        figures.add(new Figure(
                "moves.missing", sum(viewers, SlotStats::contentMissing) - missing, "packets", Goal.exactly(0)));
        figures.add(
                new Figure("moves.doubled", sum(viewers, SlotStats::duplicates) - doubled, "packets", Goal.exactly(0)));
        figures.add(new Figure("moves.freeze", moves.freezes.max(), "ms", Goal.atMost(FREEZE_MILLIS)));
        figures.add(new Figure(
                "moves.concealed",
                100.0 * madeUp / Math.max(1, ticks),
                "% of voice",
                Goal.atMost(CONCEALED_PERCENT),
                ticks + " moments of 20 ms"));
        moves.seconds.forEach((kind, seconds) -> figures.add(new Figure(
                "moves.after." + kind,
                seconds.median(),
                "s",
                Goal.NONE,
                "max " + seconds.max() + ", gap of packets at most " + moves.gaps.get(kind) + " ms")));
        return figures;
    }

    /** Has everybody move, and watches what they see. */
    private static final class Moves {
        private final RegionStage stage;
        private final MeshNode ap;
        private final List<Watched> all;
        private final Map<String, Distribution> seconds = new HashMap<>();
        private final Map<String, Long> gaps = new HashMap<>();
        private final Distribution freezes = new Distribution();
        private int count;

        private Moves(RegionStage stage, MeshNode ap, List<Watched> all) {
            this.stage = stage;
            this.ap = ap;
            this.all = all;
            freezes.add(0);
        }

        private void to(String kind, int nodes, Runnable change) {
            List<SyntheticPeer> viewers = all.stream().map(Watched::viewer).toList();
            boolean isNetwork = kind.equals("nearer") || kind.equals("straight");
            if (!isNetwork) {
                viewers.forEach(SyntheticPeer::forgetLongest);
            }
            long began = System.nanoTime();
            PacketGaps watched = new PacketGaps(viewers);
            change.run();
            if (isNetwork) {
                // A way that gets longer is a gap itself: what is on it then comes later by that.
                RegionStage.pass(CALM);
                viewers.forEach(SyntheticPeer::forgetLongest);
            }
            while (!areAt(nodes)) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new IllegalStateException("the tree does not follow: " + kind + ": "
                            + all.getFirst().room().tree(ap).text());
                }
                watched.watch(LOOK);
            }
            seconds.computeIfAbsent(kind, _ -> new Distribution()).add((System.nanoTime() - began) / 1e9);
            watched.watch(CALM);
            gaps.merge(kind, Math.round(watched.longestMillis()), Math::max);
            long freeze = 0;
            for (PlayoutStats seen : playouts(viewers)) {
                freeze = Math.max(freeze, Math.max(seen.longestFreezeMillis(), seen.sinceShownMillis()));
            }
            freezes.add((double) freeze);
            count += all.size();
            stage.say(kind + ": " + all.size() + " moved, the longest freeze was " + freeze + " ms; missing "
                    + sum(viewers, SlotStats::contentMissing) + ", doubled " + sum(viewers, SlotStats::duplicates));
        }

        private void await(String what, int nodes) {
            for (Watched each : all) {
                each.room().awaitWay(ap, what, way -> way.size() == nodes);
            }
        }

        private boolean areAt(int nodes) {
            return all.stream().allMatch(each -> each.room().tree(ap).way().size() == nodes);
        }
    }

    private static long sum(List<SyntheticPeer> viewers, ToLongFunction<SlotStats> what) {
        return viewers.stream()
                .flatMap(viewer -> viewer.stats().slots().stream())
                .mapToLong(what)
                .sum();
    }

    private static List<PlayoutStats> playouts(List<SyntheticPeer> viewers) {
        return viewers.stream()
                .flatMap(viewer -> viewer.stats().slots().stream())
                .map(SlotStats::playout)
                .toList();
    }
}
