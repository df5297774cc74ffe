package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.netem.TcpCutter;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One of three loses its signalling socket for a while, during which one leaves and one joins.
 *
 * @param seconds that the socket is cut
 */
public record SignallingCut(int seconds) implements Scenario {
    private static final int WATCHED_AFTER_SECONDS = 5;

    @Override
    public String name() {
        return "cut";
    }

    @Override
    public String plot() {
        return "a signalling socket is cut for " + seconds + " s";
    }

    @Override
    public List<Figure> play(Stage stage) {
        URI node = stage.node();
        try (TcpCutter cutter = TcpCutter.open(
                        InetAddress.getLoopbackAddress(), new InetSocketAddress(node.getHost(), node.getPort()));
                CallOfPages call = CallOfPages.gather(stage, "cut", 2)) {
            URI cut = URI.create(
                    node.getScheme() + "://127.0.0.1:" + cutter.address().getPort());
            CallPage page = stage.open(
                    PageSettings.small(node, call.room(), "Cleo", 103).withSignalling(cut));
            call.add(page);
            call.awaitAllSeen();
            String id = page.participantId();
            double cutMillis = page.nowMillis();

            cutter.cut();
            call.page(0).beginCollecting("cut", seconds + WATCHED_AFTER_SECONDS);
            page.beginCollecting("cut", seconds + WATCHED_AFTER_SECONDS);
            PageLog.await(
                    call.page(0),
                    entry -> entry.event().equals("participantUpdated")
                            && entry.isAbout(id)
                            && "reconnecting".equals(entry.state()));
            CallPage joiner = stage.open(call.room(), "Dina", 104);
            call.add(joiner);
            LockSupport.parkNanos((long) (1e6 * (cutMillis + seconds * 1e3 - page.nowMillis())));
            cutter.resume();

            page.await("connected again", Stage.PATIENCE, () -> page.state().isConnected());
            boolean sameParticipant = page.participantId().equals(id);
            joiner.awaitJoined(Stage.PATIENCE);
            page.await(
                    "told who is there",
                    Stage.PATIENCE,
                    () -> page.participants().size() == 3);
            boolean rosterRight = page.participants().stream().noneMatch(each -> each.reconnecting());
            List<TileFigures> tiles = new ArrayList<>(page.endCollecting("cut").tiles());
            call.page(0).endCollecting("cut").tiles().stream()
                    .filter(tile -> tile.participantId().equals(id))
                    .forEach(tiles::add);
            List<TileFigures> untouched =
                    tiles.stream().filter(tile -> !tile.name().equals("Dina")).toList();
            return List.of(
                    new Figure("cut.resumed", sameParticipant ? 1 : 0, "same participant", Goal.exactly(1)),
                    new Figure("cut.roster", rosterRight ? 1 : 0, "right", Goal.exactly(1)),
                    new Figure(
                            "cut.frames",
                            100
                                    * untouched.stream()
                                            .mapToDouble(TileFigures::frameRatio)
                                            .min()
                                            .orElse(Double.NaN),
                            "% of sent",
                            Goal.atLeast(90)),
                    new Figure(
                            "cut.freeze.longest",
                            untouched.stream()
                                    .mapToDouble(TileFigures::longestGapMillis)
                                    .max()
                                    .orElse(Double.NaN),
                            "ms",
                            Goal.atMost(500)));
        }
    }
}
