package io.banyan.loadtest.packet;

import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.report.Histogram;
import java.util.ArrayList;
import java.util.List;

/** Many rooms at once, of which one process is measured. */
final class ForwardingGroup implements Forwarding {
    private final ProcessUsage usage;
    private final List<NodeForwarding> rooms = new ArrayList<>();

    ForwardingGroup(ProcessUsage usage) {
        this.usage = usage;
    }

    void add(NodeForwarding room) {
        rooms.add(room);
    }

    @Override
    public void setSilent(boolean silent) {
        rooms.forEach(room -> room.setSilent(silent));
    }

    @Override
    public ProcessorTime processorTime() {
        return usage.processorTime();
    }

    @Override
    public Received received() {
        Histogram latency = new Histogram();
        long packets = 0;
        long corrupted = 0;
        long missing = 0;
        for (NodeForwarding room : rooms) {
            Received received = room.received();
            packets += received.packets();
            corrupted += received.corrupted();
            missing += received.missing();
            latency.addAll(received.latencyMicros());
        }
        return new Received(packets, corrupted, missing, latency);
    }

    @Override
    public void close() {
        rooms.forEach(NodeForwarding::close);
    }
}
