package io.banyan.loadtest.packet;

import io.banyan.loadtest.process.ProcessorTime;
import java.util.concurrent.locks.LockSupport;

/**
 * What forwarding cost over some seconds.
 *
 * @param cpuMicros of processor time, user and system, for each packet that a subscriber received
 * @param received in that time
 * @param seconds that it lasted
 */
record CostWindow(double cpuMicros, Received received, double seconds) {
    /** Until what waited during the silence is through. */
    private static final long SETTLE_NANOS = 500_000_000L;

    /** Lets the publisher speak for that long, and be silent again. */
    static CostWindow measure(Forwarding forwarding, int seconds) {
        forwarding.setSilent(false);
        LockSupport.parkNanos(SETTLE_NANOS);
        ProcessorTime cpuBefore = forwarding.processorTime();
        long beganNanos = System.nanoTime();
        Received before = forwarding.received();
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        double cpu = forwarding.processorTime().nanosSince(cpuBefore);
        double lasted = (System.nanoTime() - beganNanos) / 1e9;
        Received received = forwarding.received().since(before);
        forwarding.setSilent(true);
        return new CostWindow(cpu / 1e3 / received.packets(), received, lasted);
    }
}
