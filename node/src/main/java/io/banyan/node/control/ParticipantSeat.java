package io.banyan.node.control;

import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.Join;

/**
 * What does not change about a participant.
 *
 * @param joinedAtMillis hybrid logical clock
 * @param replaces id of the participant that this one took the place of; empty: none
 * @param session as this node knew it at the join
 * @param join as the client sent it
 */
record ParticipantSeat(
        RoomId room,
        SessionId session,
        ParticipantId id,
        long joinedAtMillis,
        String replaces,
        TokenGrants grants,
        Join join,
        String requestId) {}
