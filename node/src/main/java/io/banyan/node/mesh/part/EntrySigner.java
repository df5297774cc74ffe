package io.banyan.node.mesh.part;

import com.google.protobuf.ByteString;
import io.banyan.protocol.wire.v1.SignedEntry;

/** Signs what a node says about its own part of a room. */
public interface EntrySigner {
    /** Signs a serialized {@code PartEntry}, as {@code mesh.proto} says. */
    SignedEntry sign(ByteString entry);

    /** The certificate (DER) that the signatures are checked with. */
    ByteString certificate();
}
