package io.banyan.node.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long each node of a {@link TreeSimulation} went without each origin. */
final class TreeGaps {
    private final Map<String, Long> since = new HashMap<>();
    private final List<Long> endedMillis = new ArrayList<>();

    /**
     * @param isWatched both are there: what is not heard of a dead node is no gap
     * @param isServed what the origin gives comes to the node
     */
    void look(String pair, boolean isWatched, boolean isServed, long nowNanos) {
        if (!isWatched) {
            since.remove(pair);
        } else if (!isServed) {
            since.putIfAbsent(pair, nowNanos);
        } else {
            Long began = since.remove(pair);
            if (began != null) {
                endedMillis.add((nowNanos - began) / 1_000_000);
            }
        }
    }

    List<Long> ended() {
        return endedMillis;
    }
}
