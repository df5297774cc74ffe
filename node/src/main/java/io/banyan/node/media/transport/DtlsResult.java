package io.banyan.node.media.transport;

import io.banyan.protocol.dtls.DtlsEnd;

/** What a DTLS session on its own thread has to tell the loop. The transport may be touched by the loop only. */
public sealed interface DtlsResult {
    PeerTransport transport();

    /** A datagram for the peer; the array is handed over. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outgoing(PeerTransport transport, byte[] datagram) implements DtlsResult {}

    record Connected(PeerTransport transport, SrtpEnds ends) implements DtlsResult {}

    /** The last one of a session. */
    record Ended(PeerTransport transport, DtlsEnd reason, String detail) implements DtlsResult {}
}
