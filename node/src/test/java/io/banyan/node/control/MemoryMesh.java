package io.banyan.node.control;

import com.google.protobuf.ByteString;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.measure.RegionMap;
import io.banyan.node.mesh.part.EntrySigner;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.node.mesh.stream.MeshActor;
import io.banyan.node.mesh.stream.MeshEvent;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Streams between regions of one node each that need no socket: frames are told, unless the way is cut. */
final class MemoryMesh {
    /** Of a frame on a real stream. */
    private static final int LENGTH_BYTES = 4;

    private final Map<RegionId, ActorRef<MeshEvent>> listeners = new ConcurrentHashMap<>();
    private final Set<RegionId> cutOff = ConcurrentHashMap.newKeySet();
    private final Set<RegionId> regions;
    private final AtomicLong heartbeatBytes = new AtomicLong();
    private final AtomicLong otherBytes = new AtomicLong();

    MemoryMesh(Set<RegionId> regions) {
        this.regions = Set.copyOf(regions);
    }

    MeshPlace place(NodeId node) {
        InstantSource clock = InstantSource.system();
        return new MeshPlace(
                new Named(node),
                new Named(node),
                reason -> {},
                () -> regions,
                RegionMap.alone(),
                address -> address,
                () -> new MeshTime(System.nanoTime(), clock.millis()));
    }

    /** A region reaches no other and none reaches it, or all do again. */
    void cutOff(RegionId region, boolean isCut) {
        if (isCut) {
            cutOff.add(region);
        } else {
            cutOff.remove(region);
        }
    }

    /** Sent between regions until now, heartbeats left out. */
    long otherBytes() {
        return otherBytes.get();
    }

    long heartbeatBytes() {
        return heartbeatBytes.get();
    }

    Behavior<MeshActor.Command> streams(NodeId node) {
        return Behaviors.receive(MeshActor.Command.class)
                .onMessage(MeshActor.Listen.class, listen -> {
                    listeners.put(node.region(), listen.listener());
                    return Behaviors.same();
                })
                .onMessage(MeshActor.ToRegion.class, send -> {
                    pass(node, send.region(), send.frame());
                    return Behaviors.same();
                })
                .build();
    }

    private void pass(NodeId from, RegionId to, MeshFrame frame) {
        ActorRef<MeshEvent> listener = listeners.get(to);
        if (listener != null && !cutOff.contains(from.region()) && !cutOff.contains(to)) {
            (frame.hasHeartbeat() ? heartbeatBytes : otherBytes).addAndGet(LENGTH_BYTES + frame.getSerializedSize());
            listener.tell(new MeshEvent.Received(from, frame));
        }
    }

    /** Signatures that are the node's name, and as long as real ones. */
    private record Named(NodeId node) implements EntrySigner, EntryVerifier {
        /** ECDSA with P-256, DER. */
        private static final int SIGNATURE_BYTES = 71;

        private static final int CERTIFICATE_BYTES = 420;

        private static ByteString signature(NodeId owner) {
            return ByteString.copyFromUtf8(owner.toString())
                    .concat(ByteString.copyFrom(
                            new byte[SIGNATURE_BYTES - owner.toString().length()]));
        }

        @Override
        public SignedEntry sign(ByteString entry) {
            return SignedEntry.newBuilder()
                    .setEntry(entry)
                    .setSignature(signature(node))
                    .setKey(ByteString.copyFrom(new byte[8]))
                    .build();
        }

        @Override
        public ByteString certificate() {
            return ByteString.copyFrom(new byte[CERTIFICATE_BYTES]);
        }

        @Override
        public Verdict verify(NodeId owner, SignedEntry entry) {
            return entry.getSignature().equals(signature(owner)) ? Verdict.VALID : Verdict.INVALID;
        }

        @Override
        public void learn(ByteString certificate) {}

        @Override
        public Optional<ByteString> certificate(ByteString key) {
            return Optional.of(certificate());
        }
    }
}
