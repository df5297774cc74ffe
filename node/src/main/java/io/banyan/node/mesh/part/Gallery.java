package io.banyan.node.mesh.part;

import io.banyan.protocol.id.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The second part of a node: the viewers of a large room whom other regions only count. It is a part like the first, under a
 * name of its own, and stays within its region. Pure functions.
 */
public final class Gallery {
    /** No node is called so: its second part would have the name of another's first. */
    private static final String SUFFIX = ".gallery";

    private Gallery() {}

    /** The name of a node's gallery; empty if the node's own name is too long for one. */
    public static Optional<NodeId> of(NodeId node) {
        try {
            return Optional.of(new NodeId(node.region(), node.name() + SUFFIX));
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
    }

    /** Whether a part is a gallery. */
    public static boolean is(NodeId part) {
        return part.name().endsWith(SUFFIX);
    }

    /** The node whose part it is, gallery or not. */
    public static NodeId ownerOf(NodeId part) {
        return is(part)
                ? new NodeId(part.region(), part.name().substring(0, part.name().length() - SUFFIX.length()))
                : part;
    }

    /** An identity as directories compare it ({@code CountedViewer} in mesh.proto): nobody finds another one for a number. */
    public static long numberOf(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
