package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line to a participant's client over all its connections: numbers what is said, keeps what may have been lost,
 * remembers replies. Owned by one actor.
 */
final class SignalLine {
    private final Outbox outbox = new Outbox();
    private final ReplyCache replies = new ReplyCache();
    private @Nullable ClientLink link;

    /** Whether a client listens. */
    boolean isOpen() {
        return link != null;
    }

    Optional<ClientLink> link() {
        return Optional.ofNullable(link);
    }

    boolean isOf(ConnectionId connection) {
        return link != null && link.id().equals(connection);
    }

    /** A client is there. Another connection of the same client that is still open is closed. */
    void attach(ClientLink newLink) {
        if (link != null && !link.id().equals(newLink.id())) {
            close(Refusal.CLOSE_SUPERSEDED, "a newer connection took over");
        }
        link = newLink;
    }

    /** The client is gone for now. What is said from here on waits for it. */
    void detach() {
        link = null;
    }

    /** Says something that the client must hear, now or after it came back. */
    void say(ServerMessage.Builder message) {
        deliver(outbox.add(message.build()));
    }

    /** Says something that is of no use later: it is not repeated. */
    void mention(ServerMessage.Builder message) {
        deliver(message.clearSequence().build());
    }

    /** Answers a request; the same request gets the same answer from now on. */
    void reply(String requestId, ServerMessage.Builder message) {
        ServerMessage reply = outbox.add(message.setRequestId(requestId).build());
        replies.put(reply);
        deliver(reply);
    }

    /** Answers a request as it was answered before, if it was. */
    boolean repeatReplyTo(String requestId) {
        Optional<ServerMessage> reply = requestId.isEmpty() ? Optional.empty() : replies.replyTo(requestId);
        reply.ifPresent(message -> deliver(outbox.add(message)));
        return reply.isPresent();
    }

    /** What a client that comes back has not received; empty if that is not known any more. */
    Optional<List<ServerMessage>> lostAfter(long received) {
        return outbox.after(received);
    }

    /** Delivers what was numbered before. */
    void repeat(List<ServerMessage> lost) {
        lost.forEach(this::deliver);
    }

    /** Ends the connection that is there; there may come another. */
    void close(int code, String reason) {
        ClientLink ended = link;
        if (ended != null) {
            ended.client().tell(new ToClient.Close(code, reason));
            ended.connection().tell(OwnerReply.Detached.INSTANCE);
            link = null;
        }
    }

    private void deliver(ServerMessage message) {
        if (link != null) {
            link.client().tell(new ToClient.Deliver(message));
        }
    }
}
