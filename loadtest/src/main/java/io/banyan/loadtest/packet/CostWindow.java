package io.banyan.loadtest.packet;

import io.banyan.loadtest.process.ProcessorTime;
import java.util.concurrent.locks.LockSupport;

/**
 * What forwarding cost over some seconds.
 *
 * @param cpuMicros of processor time, user and system, for each packet that a subscriber received
 * @param loopMicros what a node's media loops have of it
 * @param compilerMicros what a JVM's compilers have of it
 * @param received in that time
 * @param seconds that it lasted
 */
record CostWindow(double cpuMicros, double loopMicros, double compilerMicros, Received received, double seconds) {
    /**
     * Until what waited during the silence is through, and ways are known again: a node that sent little for some seconds
     * looks into them by packets that nobody counts.
     */
    private static final long SETTLE_NANOS = 3_000_000_000L;

    private static final int WARM_UP_STEP_SECONDS = 5;
    private static final int MAX_WARM_UP_SECONDS = 120;
    /** What compilers may still take of the processor time when a node counts as warm. */
    private static final double WARM_SHARE = 0.03;

    /** Lets the publisher speak for that long, and be silent again. */
    static CostWindow measure(Forwarding forwarding, int seconds) {
        speak(forwarding);
        CostWindow window = window(forwarding, seconds);
        forwarding.setSilent(true);
        return window;
    }

    /** Has the publisher speak, and waits until that is nothing new any more. */
    static void speak(Forwarding forwarding) {
        forwarding.setSilent(false);
        LockSupport.parkNanos(SETTLE_NANOS);
    }

    /** Of the next seconds, whatever the publisher does. */
    static CostWindow window(Forwarding forwarding, int seconds) {
        ProcessorTime cpuBefore = forwarding.processorTime();
        long beganNanos = System.nanoTime();
        Received before = forwarding.received();
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        ProcessorTime cpuAfter = forwarding.processorTime();
        double lasted = (System.nanoTime() - beganNanos) / 1e9;
        Received received = forwarding.received().since(before);
        double micros = 1e3 * received.packets();
        return new CostWindow(
                cpuAfter.nanosSince(cpuBefore) / micros,
                cpuAfter.nanosSince(cpuBefore, name -> name.startsWith("media-")) / micros,
                cpuAfter.nanosSince(cpuBefore, CostWindow::isCompiler) / micros,
                received,
                lasted);
    }

    /**
     * Has the publisher speak until a JVM has compiled what it goes through, or until it is clear that it compiles for ever.
     *
     * @return seconds
     */
    static int warmUp(Forwarding forwarding, int leastSeconds) {
        int seconds = 0;
        boolean isWarm = false;
        forwarding.setSilent(false);
        while (seconds < MAX_WARM_UP_SECONDS && !isWarm) {
            CostWindow window = window(forwarding, WARM_UP_STEP_SECONDS);
            seconds += WARM_UP_STEP_SECONDS;
            isWarm = seconds >= leastSeconds && window.compilerMicros <= WARM_SHARE * window.cpuMicros;
        }
        forwarding.setSilent(true);
        return seconds;
    }

    /** Of HotSpot: "C2 CompilerThread0", as the kernel cuts it. */
    static boolean isCompiler(String thread) {
        return thread.startsWith("C1 Compiler") || thread.startsWith("C2 Compiler");
    }
}
