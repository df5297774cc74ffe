package io.banyan.cluster.credentials;

import io.banyan.protocol.id.NodeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The node that a certificate names, by the URI {@code banyan://mesh/region/node} among its alternative names. */
public final class MeshName {
    public static final String PREFIX = "banyan://mesh/";

    /** RFC 5280 §4.2.1.6: uniformResourceIdentifier. */
    private static final int URI = 6;

    private MeshName() {}

    public static String uriOf(NodeId node) {
        return PREFIX + node;
    }

    /** Empty: it names no node, several, or one that cannot be. */
    public static Optional<NodeId> of(X509Certificate certificate) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        if (names == null) {
            return Optional.empty();
        }
        List<String> uris = names.stream()
                .filter(name -> name.getFirst().equals(URI) && name.get(1) instanceof String)
                .map(name -> (String) name.get(1))
                .filter(uri -> uri.startsWith(PREFIX))
                .toList();
        if (uris.size() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(NodeId.parse(uris.getFirst().substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
