package io.banyan.node.media.transport;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.count.HandshakeCounters;
import java.nio.ByteBuffer;

/**
 * What all transports of a loop share.
 *
 * @param inbox brings results of other threads back to the loop
 * @param opened scratch for one RTCP datagram that was opened
 */
public record TransportContext(
        DatagramOutput output,
        DropCounters drops,
        HandshakeCounters handshakes,
        TransportInbox inbox,
        DtlsRunner dtls,
        ByteBuffer opened) {

    public TransportContext(
            DatagramOutput output,
            DropCounters drops,
            HandshakeCounters handshakes,
            TransportInbox inbox,
            DtlsRunner dtls) {
        this(output, drops, handshakes, inbox, dtls, ByteBuffer.allocate(DatagramOutput.MAX_BYTES));
    }
}
