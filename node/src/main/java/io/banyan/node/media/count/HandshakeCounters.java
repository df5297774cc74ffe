package io.banyan.node.media.count;

import io.banyan.node.plane.HandshakeOutcome;
import java.util.EnumMap;
import java.util.Map;

/** How clients' DTLS handshakes went. Owned by one media loop; not thread-safe. */
public final class HandshakeCounters {
    private final Map<HandshakeOutcome, Long> counts = new EnumMap<>(HandshakeOutcome.class);

    /** Counts one that is over. */
    public void count(HandshakeOutcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    /** A copy of every count that is not zero. */
    public Map<HandshakeOutcome, Long> snapshot() {
        return Map.copyOf(counts);
    }
}
