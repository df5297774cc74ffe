package io.banyan.protocol.dtls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;

/** The side of a link's handshake that began it. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's own signatures
final class LinkTlsClient extends AbstractTlsClient {
    private final LinkAgreement agreement;

    LinkTlsClient(TlsCrypto crypto, LinkAgreement agreement) {
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
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        Vector groups = new Vector();
        for (int group : SrtpTlsServer.GROUPS) {
            groups.add(group);
        }
        return groups;
    }

    @Override
    protected Vector getProtocolNames() {
        return agreement.protocolNames();
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
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate serverCertificate) throws IOException {
                agreement.checkPeer(serverCertificate.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return agreement.credentials(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.complete(context);
    }
}
