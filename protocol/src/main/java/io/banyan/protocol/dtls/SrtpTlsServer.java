package io.banyan.protocol.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCrypto;

/** The passive side of a DTLS-SRTP handshake. It takes no cookie: who gets here has passed an ICE check. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's own signatures
final class SrtpTlsServer extends AbstractTlsServer {
    /** What browsers offer for an ECDSA certificate (RFC 8827 §6.5 demands the first), cheapest first. */
    static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    };

    /** In order of what they cost us. */
    static final int[] GROUPS = {NamedGroup.x25519, NamedGroup.secp256r1};

    /** What a client may sign with: ECDSA as browsers do by default, RSA where an application asked for it. */
    private static final int[] CLIENT_SIGNATURES = {
        SignatureScheme.ecdsa_secp256r1_sha256,
        SignatureScheme.ecdsa_secp384r1_sha384,
        SignatureScheme.rsa_pss_rsae_sha256,
        SignatureScheme.rsa_pkcs1_sha256
    };

    private final SrtpHandshake handshake;

    SrtpTlsServer(TlsCrypto crypto, SrtpHandshake handshake) {
        super(crypto);
        this.handshake = handshake;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), CIPHER_SUITES);
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    public int[] getSupportedGroups() {
        return GROUPS.clone();
    }

    @Override
    protected int selectECDH(int minimumCurveBits) {
        int[] theirs = context.getSecurityParametersHandshake().getClientSupportedGroups();
        if (theirs == null) {
            return NamedGroup.secp256r1;
        }
        for (int group : GROUPS) {
            if (Arrays.stream(theirs).anyMatch(offered -> offered == group)) {
                return group;
            }
        }
        return -1;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return SrtpHandshake.TIMEOUT_MILLIS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return SrtpHandshake.FIRST_RESEND_MILLIS;
    }

    /** BouncyCastle exports no keys without it (RFC 7627 §5.4). */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** The signature on a self-signed certificate says nothing; its fingerprint does. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        UseSRTPData offered = clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        int agreed = handshake.agree(offered == null ? null : offered.getProtectionProfiles());
        // RFC 5764 §4.1.3: no master key identifiers, whatever the client asked for.
        TlsSRTPUtils.addUseSRTPExtension(serverExtensions, new UseSRTPData(new int[] {agreed}, TlsUtils.EMPTY_BYTES));
    }

    @Override
    public TlsCredentials getCredentials() {
        return handshake.credentials(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        Vector signatures = new Vector();
        for (int scheme : CLIENT_SIGNATURES) {
            signatures.add(SignatureScheme.getSignatureAndHashAlgorithm(scheme));
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, signatures, null);
    }

    @Override
    public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
        handshake.checkPeer(clientCertificate);
    }

    @Override
    public void notifyAlertReceived(short alertLevel, short alertDescription) {
        handshake.onAlert(alertDescription);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        handshake.exportKeys(context);
    }
}
