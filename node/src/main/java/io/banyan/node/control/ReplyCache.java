package io.banyan.node.control;

import io.banyan.protocol.signal.v1.ServerMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the replies to a participant's latest requests, so that a request that comes again does nothing twice. Owned
 * by one actor.
 */
final class ReplyCache {
    /** A client that lost its connection repeats what was under way: a few requests, never as many as these. */
    static final int MAX_REPLIES = 64;

    private final Map<String, ServerMessage> replies = new LinkedHashMap<>();

    /** The reply that a request got before. */
    Optional<ServerMessage> replyTo(String requestId) {
        return Optional.ofNullable(replies.get(requestId));
    }

    /** Keeps a reply by the request id that is in it; one without is not kept. */
    void put(ServerMessage reply) {
        if (reply.getRequestId().isEmpty()) {
            return;
        }
        replies.put(reply.getRequestId(), reply);
        if (replies.size() > MAX_REPLIES) {
            replies.remove(replies.keySet().iterator().next());
        }
    }
}
