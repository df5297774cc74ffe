package io.banyan.node.plane;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a track's way: from its publisher or from another loop into this one, or out to one subscriber. Counters run
 * since the leg began.
 *
 * @param subscription null for the leg in
 * @param transport null for a leg in from another loop
 * @param from the node of that loop, null for other legs and while unknown
 * @param participant whose transport it is; of a leg in from another loop, who publishes
 * @param rid of the encoding received, or of the one that is forwarded now; empty if there is only one
 * @param packets RTP packets, retransmissions not counted
 * @param bytes of them, without SRTP's overhead
 * @param lost by RFC 3550 A.3, after retransmission for the leg in; as the subscriber reports for a leg out
 * @param retransmitted packets that came, or went, a second time
 * @param nacked sequence numbers asked for again, by us for a leg in (a link asks by its own numbers, which are not
 *     these), by the subscriber for a leg out
 * @param keyFrameRequests sent for a leg in, received for a leg out
 * @param jitterMicros RFC 3550 §6.4.1
 * @param rttMicros by RTCP, or of the link; -1 if not known yet
 */
public record LegSample(
        RoomId room,
        @Nullable TransportId transport,
        @Nullable NodeId from,
        ParticipantId participant,
        TrackId track,
        @Nullable SubscriptionId subscription,
        String rid,
        long packets,
        long bytes,
        long lost,
        long retransmitted,
        long nacked,
        long keyFrameRequests,
        long jitterMicros,
        long rttMicros) {}
