package io.banyan.node.control;

import io.banyan.protocol.signal.v1.RosterVersion;
import io.banyan.protocol.wire.v1.ResumeToken;

/**
 * A client came back, at whatever node of the region, and wants its participant.
 *
 * @param token as read from what the client showed; not verified
 * @param seen the last roster that the client has seen
 * @param received sequence number of the last message that the client received in order
 */
record ResumeAt(ResumeToken token, RosterVersion seen, long received, String requestId, ClientLink link)
        implements RoomsMessage.FromNode {}
