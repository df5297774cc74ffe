package io.banyan.protocol.dtls;

import io.banyan.protocol.srtp.SrtpProfile;
import java.util.List;

/** One DTLS 1.2 association. */
public final class DtlsSession implements Runnable {
    /** Longest datagram that a session sends. */
    public static final int MAX_DATAGRAM_BYTES = 1200;

    private final DtlsEvents events;

    public DtlsSession(
            DtlsRole role,
            DtlsCertificate certificate,
            List<Fingerprint> expectedPeer,
            List<SrtpProfile> profiles,
            DtlsEvents events) {
        this.events = events;
    }

    @Override
    public void run() {
        events.closed(DtlsEnd.INTERNAL_ERROR, "not yet");
    }

    public boolean offer(byte[] datagram) {
        return datagram.length == 0;
    }

    public boolean sendApplicationData(byte[] record) {
        return record.length == 0;
    }

    public void close() {
        // nothing runs yet
    }
}
