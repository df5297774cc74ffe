package io.banyan.node.media.transport;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.count.HandshakeCounters;
import java.nio.ByteBuffer;

/**
 * What all transports of a loop share.
 *
 * @param inbox brings results of other threads back to the loop
 * @param sealed scratch for one outgoing datagram, {@link #SCRATCH_BYTES} long
 */
public record TransportContext(
        DatagramOutput output,
        DropCounters drops,
        HandshakeCounters handshakes,
        TransportInbox inbox,
        DtlsRunner dtls,
        ByteBuffer sealed) {
    /** An Ethernet frame's worth and a cipher's overhead. */
    public static final int SCRATCH_BYTES = 2_048;

    public TransportContext(
            DatagramOutput output,
            DropCounters drops,
            HandshakeCounters handshakes,
            TransportInbox inbox,
            DtlsRunner dtls) {
        this(output, drops, handshakes, inbox, dtls, ByteBuffer.allocate(SCRATCH_BYTES));
    }
}
