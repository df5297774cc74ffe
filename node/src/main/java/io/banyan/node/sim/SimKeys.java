package io.banyan.node.sim;

import com.google.protobuf.ByteString;
import io.banyan.node.mesh.part.EntrySigner;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Signatures that cost nothing and are wrong when something is wrong. */
final class SimKeys {
    private static final ByteString CERTIFICATE = ByteString.copyFromUtf8("certificate");

    static final EntryVerifier VERIFIER = new EntryVerifier() {
        @Override
        public Verdict verify(NodeId owner, SignedEntry entry) {
            return signature(owner, entry.getEntry()).equals(entry.getSignature()) ? Verdict.VALID : Verdict.INVALID;
        }

        @Override
        public void learn(ByteString certificate) {
            // Everybody's signature is checked by name.
        }

        @Override
        public Optional<ByteString> certificate(ByteString key) {
            return Optional.of(CERTIFICATE);
        }
    };

    private SimKeys() {}

    static EntrySigner signer(NodeId node) {
        return new EntrySigner() {
            @Override
            public SignedEntry sign(ByteString entry) {
                return SignedEntry.newBuilder()
                        .setEntry(entry)
                        .setSignature(signature(node, entry))
                        .build();
            }

            @Override
            public ByteString certificate() {
                return CERTIFICATE;
            }
        };
    }

    private static ByteString signature(NodeId node, ByteString entry) {
        return ByteString.copyFrom(ByteBuffer.allocate(8)
                .putInt(node.hashCode())
                .putInt(entry.hashCode())
                .flip());
    }
}
