package io.banyan.node.media.port;

import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much the kernel keeps for a media socket. */
final class SocketBuffers {
    /** A second of 30 Mbit/s: what arrives while the collector or a noisy neighbour has the core is not lost. */
    static final int WANTED_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SocketBuffers.class);

    private SocketBuffers() {}

    /**
     * Says what was granted, and warns if it is too little.
     *
     * @param way that the port takes to the kernel
     * @param receiveBytes as the kernel tells it
     */
    static void say(InetSocketAddress at, String way, int receiveBytes, int sendBytes) {
        LOG.info("UDP {} by {}, socket buffers {} kB in, {} kB out", at, way, receiveBytes >> 10, sendBytes >> 10);
        // Linux says twice what it grants, of which half is for its own books.
        if (receiveBytes < WANTED_BYTES || sendBytes < WANTED_BYTES) {
            LOG.warn(
                    "UDP {}: wanted socket buffers of {} kB; raise net.core.rmem_max and wmem_max, or bursts are lost",
                    at,
                    WANTED_BYTES >> 10);
        }
    }
}
