package io.banyan.node.control;

import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Why something that a client asked for is not done. A value, not an exception.
 *
 * @param text for people: what was wrong and what to do; quotes nothing that the client sent
 */
record Refusal(ErrorCode code, String text) {
    /** WebSocket close codes (RFC 6455 §7.4.1). */
    static final int CLOSE_NORMAL = 1000;

    static final int CLOSE_GOING_AWAY = 1001;
    static final int CLOSE_POLICY = 1008;
    static final int CLOSE_INTERNAL = 1011;
    /** Of the range for applications (§7.4.2): a newer connection of the same participant took over. */
    static final int CLOSE_SUPERSEDED = 4001;

    /** The reply to a request after which the connection goes on. */
    ServerMessage.Builder toReply() {
        return ServerMessage.newBuilder()
                .setError(Error.newBuilder().setCode(code).setMessage(text));
    }

    /** Tells a client that its connection ends with this, and where else it may try. */
    void end(ActorRef<ToClient> client, String requestId, List<String> alternatives) {
        client.tell(new ToClient.Deliver(ServerMessage.newBuilder()
                .setRequestId(requestId)
                .setError(Error.newBuilder()
                        .setCode(code)
                        .setMessage(text)
                        .setFatal(true)
                        .addAllAlternatives(alternatives))
                .build()));
        client.tell(new ToClient.Close(CLOSE_POLICY, code.name()));
    }
}
