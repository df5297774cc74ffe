package io.banyan.protocol.dtls;

import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What the two roles of a DTLS-SRTP handshake have in common (RFC 5763, RFC 5764): who we are, whom we expect, which
 * profile is agreed and which keys come of it. Of one session, on its thread.
 */
final class SrtpHandshake {
    /** A client on the other side of the world answers in 300 ms; most are much nearer, and resent bytes are few. */
    static final int FIRST_RESEND_MILLIS = 100;

    /** As long as an ICE agent stays without consent before it gives up (RFC 7675 §5.1). */
    static final int TIMEOUT_MILLIS = 30_000;

    private final DtlsCertificate certificate;
    private final List<Fingerprint> expectedPeer;
    private final List<SrtpProfile> profiles;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeyMaterial keys;
    private @Nullable DtlsEnd refusal;
    private boolean peerClosed;

    SrtpHandshake(DtlsCertificate certificate, List<Fingerprint> expectedPeer, List<SrtpProfile> profiles) {
        this.certificate = certificate;
        this.expectedPeer = List.copyOf(expectedPeer);
        this.profiles = List.copyOf(profiles);
    }

    /** Numbers of the profiles that we offer, in our order. */
    int[] offeredProfiles() {
        return profiles.stream().mapToInt(SrtpProfile::dtlsId).toArray();
    }

    /**
     * Chooses the first of our profiles that the peer names too.
     *
     * @param theirs null if the peer did not ask for SRTP
     * @return its number
     */
    int agree(int @Nullable [] theirs) throws TlsFatalAlert {
        for (SrtpProfile ours : profiles) {
            if (theirs != null && Arrays.stream(theirs).anyMatch(id -> id == ours.dtlsId())) {
                profile = ours;
                return ours.dtlsId();
            }
        }
        refusal = DtlsEnd.NO_COMMON_PROFILE;
        throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }

    /** Refuses a peer whose certificate was not signalled (RFC 8122 §6.2); of several fingerprints one must match. */
    void checkPeer(@Nullable Certificate chain) throws IOException {
        if (chain != null && !chain.isEmpty()) {
            byte[] der = chain.getCertificateAt(0).getEncoded();
            for (Fingerprint expected : expectedPeer) {
                String algorithm = expected.algorithm();
                if (expected.matches(new Fingerprint(algorithm, DtlsCertificate.digest(algorithm, der)))) {
                    return;
                }
            }
        }
        refusal = DtlsEnd.FINGERPRINT_MISMATCH;
        throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }

    BcDefaultTlsCredentialedSigner credentials(TlsContext context) {
        if (!(context.getCrypto() instanceof BcTlsCrypto crypto)) {
            throw new IllegalStateException("a key of BouncyCastle's takes its own cryptography");
        }
        try {
            TlsCertificate leaf = crypto.createCertificate(certificate.der());
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    crypto,
                    certificate.privateKey(),
                    new Certificate(new TlsCertificate[] {leaf}),
                    SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        } catch (IOException bug) {
            throw new IllegalStateException("our own certificate is well-formed", bug);
        }
    }

    /** Takes the SRTP keys from the finished handshake, in the order of RFC 5764 §4.2. */
    void exportKeys(TlsContext context) {
        SrtpProfile agreed = profile;
        if (agreed == null) {
            throw new IllegalStateException("a handshake without a profile does not get here");
        }
        int keyBytes = agreed.keyBytes();
        int saltBytes = agreed.saltBytes();
        byte[] block = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (keyBytes + saltBytes));
        int saltsAt = 2 * keyBytes;
        keys = new SrtpKeyMaterial(
                agreed,
                Arrays.copyOfRange(block, 0, keyBytes),
                Arrays.copyOfRange(block, saltsAt, saltsAt + saltBytes),
                Arrays.copyOfRange(block, keyBytes, saltsAt),
                Arrays.copyOfRange(block, saltsAt + saltBytes, saltsAt + 2 * saltBytes));
        Arrays.fill(block, (byte) 0);
    }

    /** There once the handshake has returned. */
    SrtpKeyMaterial keys() {
        if (keys == null) {
            throw new IllegalStateException("the handshake is not complete");
        }
        return keys;
    }

    void onAlert(short description) {
        if (description == AlertDescription.close_notify) {
            peerClosed = true;
        }
    }

    boolean isClosedByPeer() {
        return peerClosed;
    }

    /** Why we refused the peer; null if it was not we. */
    @Nullable
    DtlsEnd refusal() {
        return refusal;
    }
}
