package io.banyan.node.mesh.stream;

import io.banyan.cluster.topology.HostPort;
import io.banyan.protocol.wire.v1.MeshFrame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** The attempts to reach one target, and what waits for it. Owned by {@link MeshActor}. */
final class Dial {
    enum Phase {
        /** Nothing goes on; the next frame begins. */
        IDLE,
        CONNECTING,
        /** After a failure, until the back-off is over. */
        WAITING
    }

    static final long NO_STREAM = -1;

    /** A region that starts together with this one is there after some of them; one that is down is left alone. */
    private static final int GREETINGS = 10;

    private final Target target;
    private final int maxPending;
    private final Backoff backoff;
    private final Queue<MeshFrame> pending = new ArrayDeque<>();
    private int next;
    private int greetings;
    Phase phase = Phase.IDLE;
    /** What is being opened. */
    long stream = NO_STREAM;

    Dial(Target target, StreamSettings settings, RandomGenerator random) {
        this.target = target;
        maxPending = settings.pendingFrames();
        backoff = new Backoff(settings.leastBackoff(), settings.mostBackoff(), random);
        // Not everybody begins with the first of a region's nodes.
        next = random.nextInt(1 << 16);
    }

    Target target() {
        return target;
    }

    /** False: as much as may wait does. */
    boolean add(MeshFrame frame) {
        return pending.size() < maxPending && pending.add(frame);
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** From now on it is tried some times though nothing waits. */
    void greet() {
        greetings = GREETINGS;
    }

    boolean isToGreet() {
        return greetings > 0;
    }

    List<MeshFrame> takePending() {
        List<MeshFrame> all = List.copyOf(pending);
        pending.clear();
        return all;
    }

    /** Another one each time. */
    HostPort choose(List<HostPort> addresses) {
        return addresses.get(Math.floorMod(next++, addresses.size()));
    }

    long onFailureNanos() {
        phase = Phase.WAITING;
        greetings = Math.max(0, greetings - 1);
        stream = NO_STREAM;
        return backoff.onFailureNanos();
    }

    void onSuccess() {
        phase = Phase.IDLE;
        greetings = 0;
        stream = NO_STREAM;
        backoff.onSuccess();
    }
}
