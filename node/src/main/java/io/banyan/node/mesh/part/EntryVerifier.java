package io.banyan.node.mesh.part;

import com.google.protobuf.ByteString;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.util.Optional;

/** Checks that an entry was signed by the node that it says. */
public interface EntryVerifier {
    enum Verdict {
        VALID,
        /** Its certificate is not known: it comes with a whole part. */
        UNKNOWN_CERTIFICATE,
        INVALID
    }

    Verdict verify(NodeId owner, SignedEntry entry);

    /** Takes note of a certificate (DER); one that the mesh's CA did not issue is of no use and forgotten. */
    void learn(ByteString certificate);

    /** The certificate that an entry's key names, to be passed on with it. */
    Optional<ByteString> certificate(ByteString key);
}
