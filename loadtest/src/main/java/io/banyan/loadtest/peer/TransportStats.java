package io.banyan.loadtest.peer;

/**
 * One peer's transport so far.
 *
 * @param connectNanos from its start to keys; -1: not connected
 * @param refused packets that SRTP did not open
 * @param socketDrops packets that the socket did not take
 */
public record TransportStats(
        boolean isConnected,
        long connectNanos,
        long rttNanos,
        long packetsSent,
        long bytesSent,
        long packetsReceived,
        long bytesReceived,
        long refused,
        long socketDrops,
        String end) {}
