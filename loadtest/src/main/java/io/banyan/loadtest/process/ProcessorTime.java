package io.banyan.loadtest.process;

import java.util.Map;

/**
 * What the threads of a process had used of the processors at one moment, user and system. Threads end now and then, a
 * JVM's compilers for one, so the sum of those that are left may fall: only differences by thread mean something.
 *
 * @param nanosByThread by the kernel's id
 */
public record ProcessorTime(Map<String, Long> nanosByThread) {
    public ProcessorTime {
        nanosByThread = Map.copyOf(nanosByThread);
    }

    /** Without what threads used that have ended since; NaN: unknown. */
    public double nanosSince(ProcessorTime earlier) {
        if (nanosByThread.isEmpty() || earlier.nanosByThread.isEmpty()) {
            return Double.NaN;
        }
        long nanos = 0;
        for (Map.Entry<String, Long> thread : nanosByThread.entrySet()) {
            nanos += Math.max(0, thread.getValue() - earlier.nanosByThread.getOrDefault(thread.getKey(), 0L));
        }
        return (double) nanos;
    }
}
