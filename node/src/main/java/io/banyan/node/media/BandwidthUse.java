package io.banyan.node.media;

import io.banyan.node.plane.LoopSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much of the machine's way to the network the loops of a node use, in the busier direction. Any thread. */
final class BandwidthUse {
    /** Of Ethernet, IPv4 and UDP, for each datagram. */
    private static final int HEADER_BYTES = 14 + 20 + 8;

    /** Of some three snapshots: a key frame to everybody is over by then. */
    private static final double GAIN = 0.4;

    private record Rate(long atNanos, long sentBits, long receivedBits, double sentBps, double receivedBps) {}

    private final long bandwidthBps;
    private final Map<Integer, Rate> loops = new ConcurrentHashMap<>();

    /** @param bandwidthBps 0: not known, nothing is ever used of it */
    BandwidthUse(long bandwidthBps) {
        this.bandwidthBps = bandwidthBps;
    }

    void onSnapshot(LoopSnapshot snapshot) {
        long sent = 8 * (snapshot.bytesSent() + HEADER_BYTES * snapshot.datagramsSent());
        long received = 8 * (snapshot.bytesReceived() + HEADER_BYTES * snapshot.datagramsReceived());
        loops.compute(snapshot.loop(), (loop, before) -> {
            long nanos = before == null ? 0 : snapshot.takenAtNanos() - before.atNanos;
            if (before == null || nanos <= 0) {
                return new Rate(snapshot.takenAtNanos(), sent, received, 0, 0);
            }
            double sentBps = (sent - before.sentBits) * 1e9 / nanos;
            double receivedBps = (received - before.receivedBits) * 1e9 / nanos;
            return new Rate(
                    snapshot.takenAtNanos(),
                    sent,
                    received,
                    before.sentBps + GAIN * (sentBps - before.sentBps),
                    before.receivedBps + GAIN * (receivedBps - before.receivedBps));
        });
    }

    /** In thousandths, 0 to 1000. */
    int permille() {
        if (bandwidthBps == 0) {
            return 0;
        }
        double sent = 0;
        double received = 0;
        for (Rate rate : loops.values()) {
            sent += rate.sentBps;
            received += rate.receivedBps;
        }
        return Math.clamp(Math.round(1000 * Math.max(sent, received) / bandwidthBps), 0, 1000);
    }

    long bandwidthBps() {
        return bandwidthBps;
    }
}
