package io.banyan.node.media.sim;

import io.banyan.node.media.loop.MediaLoop;
import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.protocol.id.NodeId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One loop of a {@link CallSim}: a node of its own, or one of several of a node. */
final class SimNode {
    final NodeId id;
    final int index;
    final SimPort port;
    final MediaLoop loop;
    final SimHandshakes handshakes;

    @Nullable
    LoopSnapshot newest;

    SimNode(NodeId id, int index, SimPort port, MediaLoop loop, SimHandshakes handshakes) {
        this.id = id;
        this.index = index;
        this.port = port;
        this.loop = loop;
        this.handshakes = handshakes;
    }

    InetSocketAddress address() {
        return port.localAddress();
    }

    MediaEndpoint endpoint() {
        return new MediaEndpoint(id, index, List.of(address()));
    }

    void submit(MediaCommand command, long nowNanos) {
        loop.submit(command);
        port.run(nowNanos);
    }

    LoopSnapshot snapshot() {
        if (newest == null) {
            throw new AssertionError("no snapshot yet");
        }
        return newest;
    }

    /** The link by which tracks come from, or go to, another. */
    LinkSample link(SimNode peer, boolean isParent) {
        return snapshot().links().stream()
                .filter(sample -> sample.peer().equals(peer.id) && sample.isParent() == isParent)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(
                        "no link to " + peer.id + " among " + snapshot().links()));
    }
}
