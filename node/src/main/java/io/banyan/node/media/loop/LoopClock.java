package io.banyan.node.media.loop;

import java.time.Instant;

/** The loops' time: nanoseconds since 1970 that only ever go forward, at the pace of the monotonic clock. */
@FunctionalInterface
public interface LoopClock {
    /**
     * What every {@code nowNanos} in media comes from. Sender reports state it as the node's wall clock, so it never
     * jumps, whatever NTP does to the system's clock: a step would tear the lip sync of everything that is viewed.
     */
    long nowNanos();

    /** The machine's; all loops of a process agree. */
    static LoopClock system() {
        return SystemTime.CLOCK;
    }

    /** Ties the monotonic clock to the wall clock, once. */
    final class SystemTime {
        private static final LoopClock CLOCK = tied();

        private SystemTime() {}

        private static LoopClock tied() {
            Instant now = Instant.now();
            long offsetNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
            return () -> System.nanoTime() + offsetNanos;
        }
    }
}
