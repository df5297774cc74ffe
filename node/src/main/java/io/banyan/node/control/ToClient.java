package io.banyan.node.control;

import io.banyan.protocol.signal.v1.ServerMessage;

/**
 * What a participant's owner says to one connection of its client. The actor behind the reference is the edge's, on any
 * node of the region; when it stops, the connection counts as lost.
 */
public sealed interface ToClient extends WireMessage {
    /** To be written to the socket, after everything that was delivered before. */
    record Deliver(ServerMessage message) implements ToClient {}

    /**
     * Nothing follows: the socket is to be closed once everything before is written.
     *
     * @param code WebSocket close code (RFC 6455 §7.4)
     * @param reason for people, at most 100 characters
     */
    record Close(int code, String reason) implements ToClient {}
}
