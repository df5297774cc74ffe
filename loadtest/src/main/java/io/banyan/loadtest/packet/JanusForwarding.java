package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.JanusFanout;
import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;

/** Janus in a node's place: the same publisher, as many sockets to receive, the same verification. */
final class JanusForwarding implements Forwarding {
    private final JanusFanout fanout;
    private final ProcessUsage usage;

    private JanusForwarding(JanusFanout fanout, ProcessUsage usage) {
        this.fanout = fanout;
        this.usage = usage;
    }

    static JanusForwarding open(
            JanusProgram program, PeerLoop sending, PeerLoop receiving, FanoutShape shape, long seed) {
        JanusFanout fanout = JanusFanout.open(
                sending,
                receiving,
                program.signalling(),
                program.address(),
                shape.subscribers(),
                shape.video(),
                shape.profile(),
                seed);
        return new JanusForwarding(fanout, new ProcessUsage(program.pid()));
    }

    @Override
    public void setSilent(boolean silent) {
        fanout.setSilent(silent);
    }

    @Override
    public ProcessorTime processorTime() {
        return usage.processorTime();
    }

    @Override
    public Received received() {
        return Received.of(fanout.slots());
    }

    @Override
    public void close() {
        fanout.close();
    }
}
