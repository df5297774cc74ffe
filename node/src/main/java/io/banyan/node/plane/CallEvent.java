package io.banyan.node.plane;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * One fact about a call: the spine that metrics, webhooks, metering, diagnosis and logs read, all with the same ids.
 *
 * @param room tenant and name
 * @param session the room's lifetime that it happened in
 * @param participant whom it is about, null if about the room
 * @param connection the signalling connection it came by, null if by none
 * @param node where it was seen first
 * @param incarnation which life of that node
 * @param sequence 1, 2, 3 … in that life: (node, incarnation, sequence) names the fact everywhere
 * @param timeMillis since 1970 on that node's clock
 * @param fact what happened
 */
public record CallEvent(
        RoomId room,
        SessionId session,
        @Nullable ParticipantId participant,
        @Nullable ConnectionId connection,
        NodeId node,
        long incarnation,
        long sequence,
        long timeMillis,
        CallFact fact) {}
