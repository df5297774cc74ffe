package io.banyan.node.control;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Gives each track of this node its number in every packet on every slot (RFC 3550 §5.1). Any thread may call. */
final class Csrcs {
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();
    private final RandomGenerator random;

    /**
     * @param random safe for use by many threads
     */
    Csrcs(RandomGenerator random) {
        this.random = random;
    }

    /** A random one that no living track of this node has, never 0. */
    int take() {
        while (true) {
            int csrc = random.nextInt();
            if (csrc != 0 && taken.add(csrc)) {
                return csrc;
            }
        }
    }

    /** The track is gone. */
    void release(int csrc) {
        taken.remove(csrc);
    }
}
