package io.banyan.protocol.dtls;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/**
 * What the two roles of a link's handshake have in common: who we are, whom we want, which version is agreed on and which
 * keys come of it. Of one handshake, on its thread.
 *
 * <p>Versions are agreed on by ALPN (RFC 7301), as {@code banyan-link/1}, so that nobody between can press for an old one.
 */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's own signatures
final class LinkAgreement {
    private static final String PROTOCOL = "banyan-link/";

    /** RFC 5705 §4; the context is the version agreed on, in one byte. */
    private static final String EXPORTER = "EXPORTER-banyan-link";

    private final LinkIdentity identity;
    private final @Nullable NodeId wanted;
    private final int oldestVersion;
    private final int newestVersion;
    private @Nullable NodeId peer;
    private @Nullable LinkKeys keys;
    private @Nullable LinkHandshakeEnd refusal;

    LinkAgreement(LinkIdentity identity, @Nullable NodeId wanted, int oldestVersion, int newestVersion) {
        this.identity = identity;
        this.wanted = wanted;
        this.oldestVersion = oldestVersion;
        this.newestVersion = newestVersion;
    }

    /** Newest first. */
    Vector protocolNames() {
        Vector names = new Vector();
        for (int version = newestVersion; version >= oldestVersion; version--) {
            names.add(ProtocolName.asUtf8Encoding(PROTOCOL + version));
        }
        return names;
    }

    BcDefaultTlsCredentialedSigner credentials(TlsContext context) {
        return identity.credentials(context);
    }

    void checkPeer(@Nullable Certificate chain) throws IOException {
        NodeCertificateCheck.Verdict verdict = new NodeCertificateCheck(identity.authorities()).check(chain);
        NodeId named = verdict.node();
        if (named == null) {
            refusal = verdict.refusal();
        } else if (wanted != null && !wanted.equals(named)) {
            refusal = LinkHandshakeEnd.OTHER_NODE;
        } else {
            peer = named;
            return;
        }
        throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }

    /** Takes the keys from the finished handshake. */
    void complete(TlsContext context) throws IOException {
        if (peer == null) {
            refusal = LinkHandshakeEnd.NO_CERTIFICATE;
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
        int version = versionOf(context.getSecurityParametersConnection().getApplicationProtocol());
        byte[] block = context.exportKeyingMaterial(EXPORTER, new byte[] {(byte) version}, 2 * LinkKeys.SECRET_BYTES);
        keys = new LinkKeys(
                version,
                Arrays.copyOfRange(block, 0, LinkKeys.SECRET_BYTES),
                Arrays.copyOfRange(block, LinkKeys.SECRET_BYTES, block.length));
        Arrays.fill(block, (byte) 0);
    }

    private int versionOf(@Nullable ProtocolName agreed) throws TlsFatalAlert {
        for (int version = oldestVersion; version <= newestVersion; version++) {
            byte[] name = (PROTOCOL + version).getBytes(StandardCharsets.UTF_8);
            if (agreed != null && Arrays.equals(agreed.getBytes(), name)) {
                return version;
            }
        }
        refusal = LinkHandshakeEnd.NO_COMMON_VERSION;
        throw new TlsFatalAlert(AlertDescription.no_application_protocol);
    }

    void refuseVersions() {
        refusal = LinkHandshakeEnd.NO_COMMON_VERSION;
    }

    /** There once the handshake has returned. */
    LinkKeys keys() {
        if (keys == null) {
            throw new IllegalStateException("the handshake is not complete");
        }
        return keys;
    }

    /** There once the handshake has returned. */
    NodeId peer() {
        if (peer == null) {
            throw new IllegalStateException("the handshake is not complete");
        }
        return peer;
    }

    /** Why we refused the peer; null if it was not we. */
    @Nullable
    LinkHandshakeEnd refusal() {
        return refusal;
    }
}
