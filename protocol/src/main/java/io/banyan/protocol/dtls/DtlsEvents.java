package io.banyan.protocol.dtls;

import io.banyan.protocol.srtp.SrtpKeyMaterial;

/**
 * What a {@link DtlsSession} has to say. Every method is called on the thread that runs the session, and may not block it.
 */
public interface DtlsEvents {
    /**
     * A datagram for the peer, at most {@link DtlsSession#MAX_DATAGRAM_BYTES}; the array is the receiver's to keep.
     */
    void send(byte[] datagram);

    /** The handshake is complete and the peer's certificate is the one expected. Called at most once. */
    void connected(SrtpKeyMaterial keys);

    /** Data that the peer sent inside the association (RFC 8261: data channels); the array is the receiver's to keep. */
    void applicationData(byte[] record);

    /**
     * The session is over; nothing follows. Called exactly once.
     *
     * @param detail for a log line, in English, never of the peer's own wording
     */
    void closed(DtlsEnd reason, String detail);
}
