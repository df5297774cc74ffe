package io.banyan.node;

import com.google.protobuf.ByteString;
import io.banyan.cluster.credentials.CredentialSet;
import io.banyan.cluster.credentials.MeshCredentials;
import io.banyan.node.mesh.part.EntrySigner;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs what this node says of its parts by its certificate's key, and checks what other nodes say of theirs against the
 * mesh's CA. Any thread may call.
 */
final class CertifiedEntries implements EntrySigner, EntryVerifier {
    /** So that a signature is good for nothing else. */
    private static final byte[] CONTEXT = "banyan-part-entry-1\0".getBytes(StandardCharsets.US_ASCII);

    private static final int KEY_BYTES = 8;

    /** More nodes than a mesh has; each gets another certificate now and then. */
    private static final int MAX_KNOWN = 4096;

    private record Known(NodeId node, X509Certificate certificate, ByteString der) {}

    private final MeshCredentials credentials;
    private final InstantSource clock;
    private final Map<ByteString, Known> known = new LinkedHashMap<>();

    CertifiedEntries(MeshCredentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public SignedEntry sign(ByteString entry) {
        CredentialSet own = credentials.current();
        ByteString certificate = der(own.certificate());
        // Others may ask this node for it.
        learn(certificate);
        return SignedEntry.newBuilder()
                .setEntry(entry)
                .setSignature(ByteString.copyFrom(own.sign(content(entry))))
                .setKey(keyOf(certificate))
                .build();
    }

    @Override
    public ByteString certificate() {
        return der(credentials.current().certificate());
    }

    @Override
    public Verdict verify(NodeId owner, SignedEntry entry) {
        Known signer;
        synchronized (known) {
            signer = known.get(entry.getKey());
        }
        if (signer == null) {
            return Verdict.UNKNOWN_CERTIFICATE;
        }
        boolean isTimely =
                clock.instant().isBefore(signer.certificate().getNotAfter().toInstant());
        boolean isValid = isTimely
                && signer.node().equals(owner)
                && CredentialSet.isSigned(
                        signer.certificate(),
                        content(entry.getEntry()),
                        entry.getSignature().toByteArray());
        return isValid ? Verdict.VALID : Verdict.INVALID;
    }

    @Override
    public void learn(ByteString der) {
        ByteString key = keyOf(der);
        synchronized (known) {
            if (known.containsKey(key)) {
                return;
            }
        }
        try {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der.newInput());
            credentials
                    .current()
                    .nameOf(List.of(certificate), clock.instant())
                    .ifPresent(node -> remember(key, new Known(node, certificate, der)));
        } catch (GeneralSecurityException notACertificate) {
            // Of no use: an entry that needs it stays unverified, and that is counted.
        }
    }

    @Override
    public Optional<ByteString> certificate(ByteString key) {
        synchronized (known) {
            return Optional.ofNullable(known.get(key)).map(Known::der);
        }
    }

    private void remember(ByteString key, Known certificate) {
        synchronized (known) {
            known.put(key, certificate);
            if (known.size() > MAX_KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private static byte[] content(ByteString entry) {
        return ByteString.copyFrom(CONTEXT).concat(entry).toByteArray();
    }

    private static ByteString der(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read from its encoding has one", e);
        }
    }

    private static ByteString keyOf(ByteString der) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(der.toByteArray());
            return ByteString.copyFrom(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
