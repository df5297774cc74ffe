package io.banyan.node.control;

import com.google.protobuf.ByteString;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.measure.RegionMap;
import io.banyan.node.mesh.part.EntrySigner;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * This node's place among the regions, as its control plane has to know it. All of it may be used by any thread.
 *
 * @param signer signs what this node says of its parts
 * @param verifier checks what others say of theirs
 * @param refusals counts what had no effect
 * @param regions all that there are, the own one among them
 * @param map how long the ways between regions are, and what nodes can carry
 * @param reach where another node's address is reached from here
 * @param time now
 */
public record MeshPlace(
        EntrySigner signer,
        EntryVerifier verifier,
        Refusals refusals,
        Supplier<Set<RegionId>> regions,
        RegionMap map,
        UnaryOperator<InetSocketAddress> reach,
        Supplier<MeshTime> time) {
    /** Of a node that knows no other region: nobody will ask for signatures. */
    public static MeshPlace alone(RegionId region, Supplier<MeshTime> time) {
        return new MeshPlace(
                new Unsigned(),
                new Unsigned(),
                reason -> {},
                () -> Set.of(region),
                RegionMap.alone(),
                address -> address,
                time);
    }

    /** Whether there are other regions. */
    boolean isAlone() {
        return regions.get().size() <= 1;
    }

    private static final class Unsigned implements EntrySigner, EntryVerifier {
        @Override
        public SignedEntry sign(ByteString entry) {
            return SignedEntry.newBuilder().setEntry(entry).build();
        }

        @Override
        public ByteString certificate() {
            return ByteString.EMPTY;
        }

        @Override
        public Verdict verify(NodeId owner, SignedEntry entry) {
            return Verdict.INVALID;
        }

        @Override
        public void learn(ByteString certificate) {}

        @Override
        public Optional<ByteString> certificate(ByteString key) {
            return Optional.empty();
        }
    }
}
