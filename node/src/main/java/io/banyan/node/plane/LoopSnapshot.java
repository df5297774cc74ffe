package io.banyan.node.plane;

import java.util.List;
import java.util.Map;

/**
 * What one media loop did: totals since it started, once a second, immutable.
 *
 * @param loop its index
 * @param takenAtNanos on the loop's clock
 * @param transports open now
 * @param tracks received now
 * @param forwarders now
 * @param datagramsReceived since start
 * @param bytesReceived UDP payload since start
 * @param datagramsSent since start
 * @param bytesSent UDP payload since start
 * @param drops since start, for each reason that occurred
 * @param handshakes since start, for each outcome that occurred
 * @param commandsRefused since start: the queue was full
 * @param allocatedBytes of heap by the loop's thread, since start; 0: the JVM does not tell
 * @param forwardLatency from a packet's arrival in the loop to its last copy's hand-over to the socket, since start
 * @param port what its socket did
 * @param legs what each track and each subscription did, since each began
 * @param links what each link to another loop did, since each began
 * @param paths how each remote track that is wanted here came
 * @param loadPermille the share of the last seconds in which the loop was at work, in thousandths
 */
public record LoopSnapshot(
        int loop,
        long takenAtNanos,
        int transports,
        int tracks,
        int forwarders,
        long datagramsReceived,
        long bytesReceived,
        long datagramsSent,
        long bytesSent,
        Map<DropReason, Long> drops,
        Map<HandshakeOutcome, Long> handshakes,
        long commandsRefused,
        long allocatedBytes,
        LatencyCounts forwardLatency,
        PortSample port,
        List<LegSample> legs,
        List<LinkSample> links,
        List<TrackPath> paths,
        int loadPermille) {
    public LoopSnapshot {
        drops = Map.copyOf(drops);
        handshakes = Map.copyOf(handshakes);
        legs = List.copyOf(legs);
        links = List.copyOf(links);
        paths = List.copyOf(paths);
    }
}
