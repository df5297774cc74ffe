package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.plane.LegSample;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TransportId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way by which a track comes into a loop, for samples.
 *
 * @param transport of the publisher, null for a track of another loop
 * @param from which node's loop a track of another loop comes, null for others and while unknown
 * @param rttMicros of the way's last part, -1 if not known yet
 */
record IncomingLeg(
        RoomId room,
        RoomTrack track,
        @Nullable TransportId transport,
        @Nullable NodeId from,
        long rttMicros) {
    /** One for each encoding that ever came. */
    void collect(List<LegSample> out) {
        TrackReceiver receiver = track.receiver();
        for (EncodingReceiver encoding : receiver.encodings()) {
            if (encoding.packets() > 0) {
                out.add(new LegSample(
                        room,
                        transport,
                        from,
                        track.spec().publisher(),
                        track.id(),
                        null,
                        encoding.rid(),
                        encoding.packets() - encoding.retransmitted(),
                        encoding.bytes(),
                        encoding.lostAfterRepair(),
                        encoding.retransmitted(),
                        encoding.nacks().asked(),
                        encoding.keyframes().asked(),
                        encoding.clock().toNanos(encoding.statistics().jitterTicks()) / 1_000,
                        rttMicros));
            }
        }
    }
}
