package io.banyan.node.signal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.ServerMessage;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Messages to and from the bytes of one binary WebSocket frame. */
final class SignalCodec {
    private SignalCodec() {}

    /** Null if the bytes are not a message of this protocol. */
    static @Nullable ClientMessage read(ByteString frame) {
        try {
            ClientMessage message = ClientMessage.parseFrom(frame.toArrayUnsafe());
            return message.getMessageCase() == ClientMessage.MessageCase.MESSAGE_NOT_SET ? null : message;
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    static ByteString write(ServerMessage message) {
        return ByteString.fromArrayUnsafe(message.toByteArray());
    }

    /** An error that ends the connection. */
    static ServerMessage fatal(String requestId, ErrorCode code, String text) {
        return ServerMessage.newBuilder()
                .setRequestId(requestId)
                .setError(Error.newBuilder().setCode(code).setMessage(text).setFatal(true))
                .build();
    }
}
