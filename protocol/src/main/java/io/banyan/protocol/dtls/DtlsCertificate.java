package io.banyan.protocol.dtls;

import java.security.SecureRandom;

/** A self-signed certificate and its key, by which one end of a DTLS association is known. */
public final class DtlsCertificate {
    private final Fingerprint fingerprint;

    private DtlsCertificate(Fingerprint fingerprint) {
        this.fingerprint = fingerprint;
    }

    public static DtlsCertificate generate(SecureRandom random) {
        return new DtlsCertificate(new Fingerprint("sha-256", random.generateSeed(32)));
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }
}
