package io.banyan.protocol.dtls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;

/** The side of a link's handshake that was called. It takes no cookie: who gets here has the mesh key. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's own signatures
final class LinkTlsServer extends AbstractTlsServer {
    private final LinkAgreement agreement;

    LinkTlsServer(TlsCrypto crypto, LinkAgreement agreement) {
        super(crypto);
        this.agreement = agreement;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), SrtpTlsServer.CIPHER_SUITES);
    }

    @Override
    public int[] getSupportedGroups() {
        return SrtpTlsServer.GROUPS.clone();
    }

    @Override
    protected Vector getProtocolNames() {
        return agreement.protocolNames();
    }

    @Override
    protected ProtocolName selectProtocolName() throws IOException {
        try {
            return super.selectProtocolName();
        } catch (TlsFatalAlert noneInCommon) {
            agreement.refuseVersions();
            throw noneInCommon;
        }
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return LinkHandshake.TIMEOUT_MILLIS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return LinkHandshake.FIRST_RESEND_MILLIS;
    }

    /** BouncyCastle exports no keys without it (RFC 7627 §5.4). */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** Our own check of the whole path decides. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public TlsCredentials getCredentials() {
        return agreement.credentials(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        Vector signatures = new Vector();
        signatures.add(SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256));
        return new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign}, signatures, null);
    }

    @Override
    public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
        agreement.checkPeer(clientCertificate);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.complete(context);
    }
}
