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
    private final List<SyntheticPeer> witnesses = new ArrayList<>();
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
            SyntheticPeer listener = join(stage, stage.peers(), shape);
            listeners.add(listener);
            more.add(listener);
        }
        more.forEach(this::watch);
    }

    /** One more, whose loop has nobody else to serve. */
    void joinWitness(Stage stage, PeerLoop own, FanoutShape shape) {
        SyntheticPeer witness = join(stage, own, shape);
        witnesses.add(witness);
        watch(witness);
    }

    private SyntheticPeer join(Stage stage, PeerLoop loop, FanoutShape shape) {
        PeerSettings settings = stage.peer(room, "listener-" + (listeners.size() + witnesses.size()))
                .withSlotPairs(1)
                .withProfiles(List.of(shape.profile()));
        return SyntheticPeer.join(loop, shape.isReported() ? settings : settings.withoutReports());
    }

    /** The same, of which only the witnesses count. */
    Forwarding witnessed() {
        return new Witnessed(this);
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
        return receivedBy(listeners);
    }

    private static Received receivedBy(List<SyntheticPeer> peers) {
        return Received.of(
                peers.stream().flatMap(peer -> peer.stats().slots().stream()).toList());
    }

    @Override
    public void close() {
        listeners.forEach(SyntheticPeer::close);
        witnesses.forEach(SyntheticPeer::close);
        publisher.close();
    }

    private record Witnessed(NodeForwarding node) implements Forwarding {
        @Override
        public void setSilent(boolean silent) {
            node.setSilent(silent);
        }

        @Override
        public ProcessorTime processorTime() {
            return node.processorTime();
        }

        @Override
        public Received received() {
            return receivedBy(node.witnesses);
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
