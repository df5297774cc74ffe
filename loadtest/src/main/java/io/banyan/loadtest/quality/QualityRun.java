package io.banyan.loadtest.quality;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.signal.v1.Participant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Plays scenarios on one node, all at the same time: each viewer's media goes through an emulator of its own, so that none
 * has to do with another's link; those who watch the same cameras are in the same room. Time is real.
 */
public final class QualityRun implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    /** As exactly as the links and the sources keep their time. */
    private static final long TICK_MILLIS = 1;

    private record Cameras(VideoSettings video, int count) {}

    private record Room(String name, List<Participant> cameras) {}

    private final Stage stage;
    private final PeerLoop peers = PeerLoop.open(TICK_MILLIS);
    private final Map<Cameras, Room> rooms = new LinkedHashMap<>();
    private final List<SyntheticPeer> people = new ArrayList<>();
    private final List<WatchedLink> links = new ArrayList<>();

    public QualityRun(Stage stage) {
        this.stage = stage;
    }

    /**
     * Plays them.
     *
     * @param plots gets a picture of each
     * @param heard gets the figures of each, in their order
     */
    public void play(List<QualityScenario> scenarios, Path plots, BiConsumer<QualityScenario, List<Figure>> heard) {
        List<QualityOutcome> outcomes = play(scenarios);
        try {
            Files.createDirectories(plots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < scenarios.size(); i++) {
            QualityScenario scenario = scenarios.get(i);
            QualityPlot.write(scenario, outcomes.get(i), plots.resolve(scenario.name() + ".png"));
            heard.accept(scenario, QualityFigures.of(scenario, outcomes.get(i)));
        }
    }

    private List<QualityOutcome> play(List<QualityScenario> scenarios) {
        Duration warmUp = Duration.ZERO;
        Duration length = Duration.ZERO;
        for (QualityScenario scenario : scenarios) {
            watch(scenario);
            warmUp = longer(warmUp, scenario.warmUp());
            length = longer(length, scenario.length());
        }
        LockSupport.parkNanos(warmUp.toNanos());
        long startNanos = System.nanoTime();
        links.forEach(WatchedLink::start);
        for (long second = 1; second <= length.toSeconds(); second++) {
            LockSupport.parkNanos(startNanos + second * SECOND - System.nanoTime());
            for (WatchedLink link : links) {
                link.onSecond(second);
            }
        }
        return links.stream().map(WatchedLink::outcome).toList();
    }

    private void watch(QualityScenario scenario) {
        Room room = rooms.computeIfAbsent(new Cameras(scenario.video(), scenario.cameras()), this::gather);
        WatchedLink link = new WatchedLink(scenario);
        links.add(link);
        List<SyntheticPeer> viewers = new ArrayList<>();
        int count = scenario.rival() == QualityScenario.Rival.VIEWER ? 2 : 1;
        for (int i = 0; i < count; i++) {
            PeerSettings settings =
                    stage.peer(room.name(), scenario.name() + "-" + i).withSlotPairs(scenario.cameras());
            SyntheticPeer viewer = SyntheticPeer.join(peers, settings, node -> link.inFrontOf(node, stage.seed()));
            people.add(viewer);
            viewers.add(viewer.awaitConnected(Stage.PATIENCE));
        }
        for (SyntheticPeer viewer : viewers) {
            for (int i = 0; i < room.cameras().size(); i++) {
                viewer.showParticipant(i, room.cameras().get(i));
            }
        }
        link.watchedBy(viewers);
    }

    /** Only the first has a microphone. */
    private Room gather(Cameras cameras) {
        String name = stage.newRoom("quality");
        List<SyntheticPeer> publishers = new ArrayList<>();
        for (int i = 0; i < cameras.count(); i++) {
            PeerSettings settings = stage.peer(name, "camera-" + i)
                    .publishing(i == 0, cameras.video())
                    .withSlotPairs(1);
            SyntheticPeer publisher = SyntheticPeer.join(peers, settings);
            people.add(publisher);
            publishers.add(publisher);
        }
        publishers.forEach(each -> each.awaitConnected(Stage.PATIENCE));
        SyntheticPeer last = publishers.getLast();
        last.roster()
                .await(
                        all -> all.size() >= cameras.count() && all.stream().allMatch(QualityRun::isHere),
                        Stage.PATIENCE);
        List<Participant> inOrder = new ArrayList<>();
        for (SyntheticPeer publisher : publishers) {
            last.roster().participants().stream()
                    .filter(each -> each.getParticipantId().equals(publisher.participantId()))
                    .forEach(inOrder::add);
        }
        return new Room(name, inOrder);
    }

    private static boolean isHere(Participant participant) {
        return participant.getTracksCount() > 0;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public void close() {
        people.forEach(SyntheticPeer::close);
        links.forEach(WatchedLink::close);
        peers.close();
    }
}
