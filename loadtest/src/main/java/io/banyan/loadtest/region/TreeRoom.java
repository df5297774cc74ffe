package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A room of one who talks and of viewers at other nodes, whose tree can be looked at. */
final class TreeRoom implements AutoCloseable {
    /** Wishes to move last 12 s, and measured ways waver before. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(250);

    private static final VideoSettings VIDEO = VideoSettings.single(30, 300_000);

    private final RegionStage stage;
    private final String name;
    private final List<SyntheticPeer> all = new ArrayList<>();
    private final SyntheticPeer talker;

    TreeRoom(RegionStage stage, String plot, MeshNode origin) {
        this.stage = stage;
        name = stage.people().newRoom(plot);
        talker = RegionPeers.join(stage, all, settings(origin, "talker").publishing(true, VIDEO));
    }

    private PeerSettings settings(MeshNode node, String identity) {
        return PeerSettings.listener(
                DemoToken.signalling(node.process().url()), stage.tokens().of(name, identity), name, identity);
    }

    /** Somebody at a node sees and hears who talks. */
    SyntheticPeer viewer(MeshNode node) {
        SyntheticPeer viewer = RegionPeers.join(stage, all, settings(node, "viewer-" + node.name()));
        RegionPeers.watch(viewer, 0, talker.participantId());
        RegionPeers.awaitPackets(stage, List.of(viewer));
        return viewer;
    }

    /** A viewer's node is gone. */
    void lose(SyntheticPeer viewer) {
        viewer.vanish();
        all.remove(viewer);
    }

    /** A viewer goes, as people do. */
    void leave(SyntheticPeer viewer) {
        viewer.close();
        all.remove(viewer);
    }

    RoomTree tree(MeshNode node) {
        return RoomTree.of(stage, node, name);
    }

    /** Waits until the talker's camera comes to a node like that. */
    RoomTree awaitWay(MeshNode node, String what, Predicate<List<String>> way) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        RoomTree tree = tree(node);
        while (!way.test(tree.way())) {
            if (System.nanoTime() > endNanos) {
                throw new IllegalStateException(
                        "not within " + PATIENCE.toSeconds() + " s: " + what + "; but " + tree.text());
            }
            RegionStage.pass(LOOK);
            tree = tree(node);
        }
        return tree;
    }

    @Override
    public void close() {
        all.forEach(SyntheticPeer::close);
    }
}
