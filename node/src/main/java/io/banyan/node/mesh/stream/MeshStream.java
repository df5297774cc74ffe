package io.banyan.node.mesh.stream;

import io.banyan.protocol.id.NodeId;
import org.jspecify.annotations.Nullable;

/** One stream as its owner sees it. Owned by {@link MeshActor}. */
final class MeshStream {
    final long id;
    /** Opened by this node, not by the peer. */
    final boolean isOurs;

    final PeerProof proof;
    final StreamFlow.Handle handle;
    boolean isConnected;
    /** Null: has not said hello. */
    private @Nullable NodeId peer;

    private long incarnation;
    long lastUsedNanos;

    MeshStream(long id, boolean isOurs, PeerProof proof, StreamFlow.Handle handle, long nowNanos) {
        this.id = id;
        this.isOurs = isOurs;
        this.proof = proof;
        this.handle = handle;
        isConnected = !isOurs;
        lastUsedNanos = nowNanos;
    }

    void onHello(NodeId node, long itsIncarnation) {
        peer = node;
        incarnation = itsIncarnation;
    }

    @Nullable
    NodeId peer() {
        return peer;
    }

    boolean isOpen() {
        return peer != null;
    }

    long incarnation() {
        return incarnation;
    }

    void stop() {
        handle.stop().shutdown();
    }
}
