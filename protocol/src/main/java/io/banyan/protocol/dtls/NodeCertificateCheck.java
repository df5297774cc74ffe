package io.banyan.protocol.dtls;

import io.banyan.protocol.id.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is one of the mesh's (RFC 5280 §6, without revocation: they live short), and whom it names, by the
 * URI {@code banyan://mesh/region/node} among its alternative names.
 */
final class NodeCertificateCheck {
    private static final String PREFIX = "banyan://mesh/";

    /** RFC 5280 §4.2.1.6: uniformResourceIdentifier. */
    private static final int URI = 6;

    /** A node's and two intermediate ones are already many. */
    private static final int MAX_CHAIN = 4;

    private final List<X509Certificate> authorities;

    NodeCertificateCheck(List<X509Certificate> authorities) {
        this.authorities = authorities;
    }

    /**
     * @param node null if the certificate is refused
     * @param refusal null if it is not
     */
    record Verdict(@Nullable NodeId node, @Nullable LinkHandshakeEnd refusal) {
        private static Verdict refused(LinkHandshakeEnd reason) {
            return new Verdict(null, reason);
        }
    }

    Verdict check(@Nullable Certificate presented) throws IOException {
        if (presented == null || presented.isEmpty()) {
            return Verdict.refused(LinkHandshakeEnd.NO_CERTIFICATE);
        }
        if (presented.getLength() > MAX_CHAIN) {
            return Verdict.refused(LinkHandshakeEnd.NOT_TRUSTED);
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (TlsCertificate each : presented.getCertificateList()) {
                X509Certificate certificate =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.getEncoded()));
                // A path ends below what it is trusted by (RFC 5280 §6.1).
                if (!authorities.contains(certificate)) {
                    chain.add(certificate);
                }
            }
            if (chain.isEmpty() || authorities.isEmpty()) {
                return Verdict.refused(LinkHandshakeEnd.NOT_TRUSTED);
            }
            PKIXParameters parameters = new PKIXParameters(authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(chain), parameters);
            NodeId node = nameOf(chain.getFirst());
            return node == null ? Verdict.refused(LinkHandshakeEnd.OTHER_NODE) : new Verdict(node, null);
        } catch (CertPathValidatorException invalid) {
            boolean time =
                    invalid.getReason() == BasicReason.EXPIRED || invalid.getReason() == BasicReason.NOT_YET_VALID;
            return Verdict.refused(time ? LinkHandshakeEnd.EXPIRED : LinkHandshakeEnd.NOT_TRUSTED);
        } catch (GeneralSecurityException unreadable) {
            return Verdict.refused(LinkHandshakeEnd.NOT_TRUSTED);
        }
    }

    /** Null: it names no node, several, or one that cannot be. */
    private static @Nullable NodeId nameOf(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return null;
        }
        List<String> uris = names.stream()
                .filter(name -> name.getFirst().equals(URI) && name.get(1) instanceof String)
                .map(name -> (String) name.get(1))
                .filter(uri -> uri.startsWith(PREFIX))
                .toList();
        if (uris.size() != 1) {
            return null;
        }
        try {
            return NodeId.parse(uris.getFirst().substring(PREFIX.length()));
        } catch (IllegalArgumentException noNode) {
            return null;
        }
    }
}
