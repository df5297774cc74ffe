package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.signal.v1.Participant;
import java.util.ArrayList;
import java.util.List;

/** One room of a node: a publisher, and listeners that all watch it. */
final class NodeForwarding implements Forwarding {
    private final ProcessUsage usage;
    private final List<SyntheticPeer> listeners = new ArrayList<>();
    private final SyntheticPeer publisher;

    private final String room;

    private NodeForwarding(ProcessUsage usage, SyntheticPeer publisher, String room) {
        this.usage = usage;
        this.publisher = publisher;
        this.room = room;
    }

    /**
     * Joins all of them.
     *
     * @param sending the publisher's loop; the listeners are on the stage's
     */
    static NodeForwarding open(Stage stage, PeerLoop sending, FanoutShape shape) {
        return open(stage, stage, sending, shape);
    }

    /** Likewise, with the listeners at another node. */
    static NodeForwarding open(Stage stage, Stage listeners, PeerLoop sending, FanoutShape shape) {
        ProcessUsage usage =
                stage.usage().orElseThrow(() -> new IllegalStateException("the node is no process of this machine"));
        String room = stage.newRoom("fanout");
        PeerSettings publishing =
                stage.peer(room, "publisher").publishing(true, shape.video()).withProfiles(List.of(shape.profile()));
        NodeForwarding opened = new NodeForwarding(usage, SyntheticPeer.join(sending, publishing), room);
        try {
            opened.publisher.awaitConnected(Stage.PATIENCE);
            opened.join(listeners, shape);
            opened.setSilent(true);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** So many more listeners as the shape says, who watch the publisher. */
    void join(Stage stage, FanoutShape shape) {
        List<SyntheticPeer> more = new ArrayList<>();
        for (int i = 0; i < shape.subscribers(); i++) {
            PeerSettings settings = stage.peer(room, "listener-" + listeners.size())
                    .withSlotPairs(1)
                    .withProfiles(List.of(shape.profile()));
            SyntheticPeer listener =
                    SyntheticPeer.join(stage.peers(), shape.isReported() ? settings : settings.withoutReports());
            listeners.add(listener);
            more.add(listener);
        }
        more.forEach(this::watch);
    }

    String room() {
        return room;
    }

    String publisherId() {
        return publisher.participantId();
    }

    private void watch(SyntheticPeer listener) {
        listener.awaitConnected(Stage.PATIENCE);
        String wanted = publisher.participantId();
        listener.roster().await(all -> all.stream().anyMatch(each -> isWhole(each, wanted)), Stage.PATIENCE);
        listener.roster().participants().stream()
                .filter(each -> isWhole(each, wanted))
                .forEach(each -> listener.showParticipant(0, each));
    }

    private static boolean isWhole(Participant participant, String id) {
        return participant.getParticipantId().equals(id) && participant.getTracksCount() == 2;
    }

    @Override
    public void setSilent(boolean silent) {
        publisher.setSilent(silent);
    }

    @Override
    public ProcessorTime processorTime() {
        return usage.processorTime();
    }

    @Override
    public Received received() {
        return Received.of(listeners.stream()
                .flatMap(listener -> listener.stats().slots().stream())
                .toList());
    }

    @Override
    public void close() {
        listeners.forEach(SyntheticPeer::close);
        publisher.close();
    }
}
