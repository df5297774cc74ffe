package io.banyan.node.mesh;

/**
 * One moment on a node.
 *
 * @param nanos of a clock that never goes back; for durations
 * @param wallMillis since 1970, as the node's wall clock has it; for what other nodes are told
 */
public record MeshTime(long nanos, long wallMillis) {
    /** No moment: later than any. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Another node's time that is further ahead of this one's is no time but a wrong clock. */
    public static final long MAX_AHEAD_MILLIS = 60_000;

    /** Whether another node's time can be true. */
    public boolean isPlausible(long remoteMillis) {
        return remoteMillis >= 0 && remoteMillis <= wallMillis + MAX_AHEAD_MILLIS;
    }
}
