package io.banyan.node.control;

import io.banyan.protocol.signal.v1.ServerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Numbers what a participant is told, and keeps the latest of it for a client that comes back not having received all.
 * Owned by one actor.
 */
final class Outbox {
    /**
     * What is told in half a minute without a client answering is a handful; a burst of 200 requests (the edge's limit)
     * and their consequences fit.
     */
    static final int MAX_MESSAGES = 512;

    /** A reply to a renegotiation has up to 100 kB; ten of them fit. */
    static final int MAX_BYTES = 1 << 20;

    private final Deque<ServerMessage> kept = new ArrayDeque<>();
    private long lastSequence;
    private int keptBytes;

    /** Gives a message the next sequence number and keeps it. */
    ServerMessage add(ServerMessage message) {
        ServerMessage numbered = message.toBuilder().setSequence(++lastSequence).build();
        kept.addLast(numbered);
        keptBytes += numbered.getSerializedSize();
        while (kept.size() > MAX_MESSAGES || keptBytes > MAX_BYTES) {
            keptBytes -= kept.removeFirst().getSerializedSize();
        }
        return numbered;
    }

    /** Sequence number of the last message. */
    long lastSequence() {
        return lastSequence;
    }

    /**
     * What a client did not get.
     *
     * @param received sequence number of the last message that it received in order; anything may come from a client
     * @return in order; empty if part of it is not kept any more, or the number was never given
     */
    Optional<List<ServerMessage>> after(long received) {
        long firstKept = lastSequence - kept.size() + 1;
        if (received < firstKept - 1 || received > lastSequence) {
            return Optional.empty();
        }
        List<ServerMessage> lost = new ArrayList<>();
        for (ServerMessage message : kept) {
            if (message.getSequence() > received) {
                lost.add(message);
            }
        }
        return Optional.of(lost);
    }
}
