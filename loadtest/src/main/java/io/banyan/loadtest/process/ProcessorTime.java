package io.banyan.loadtest.process;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What the threads of a process had used of the processors at one moment, user and system. Threads end now and then, a
 * JVM's compilers for one, so the sum of those that are left may fall: only differences by thread mean something.
 *
 * @param nanosByThread by the kernel's id
 * @param names of the threads by the same id, cut to 15 letters by the kernel
 */
public record ProcessorTime(Map<String, Long> nanosByThread, Map<String, String> names) {
    public ProcessorTime {
        nanosByThread = Map.copyOf(nanosByThread);
        names = Map.copyOf(names);
    }

    /** Without what threads used that have ended since; NaN: unknown. */
    public double nanosSince(ProcessorTime earlier) {
        return nanosSince(earlier, name -> true);
    }

    /** The same of those threads only whose name is one of these. */
    public double nanosSince(ProcessorTime earlier, Predicate<String> named) {
        if (nanosByThread.isEmpty() || earlier.nanosByThread.isEmpty()) {
            return Double.NaN;
        }
        long nanos = 0;
        for (Map.Entry<String, Long> thread : nanosByThread.entrySet()) {
            if (named.test(names.getOrDefault(thread.getKey(), ""))) {
                nanos += Math.max(0, thread.getValue() - earlier.nanosByThread.getOrDefault(thread.getKey(), 0L));
            }
        }
        return (double) nanos;
    }
}
