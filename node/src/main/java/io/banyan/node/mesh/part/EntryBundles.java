package io.banyan.node.mesh.part;

import com.google.protobuf.ByteString;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.PartEntries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Puts a part's entries into messages that fit into frames. */
final class EntryBundles {
    /** Half of a frame: what comes beside it in the frame fits as well. */
    static final int MAX_BUNDLE_BYTES = 512 * 1024;

    private EntryBundles() {}

    static List<PartEntries> whole(
            NodeId node, long incarnation, Collection<OpenEntry> live, OpenEntry head, List<ByteString> certificates) {
        List<OpenEntry> all = new ArrayList<>(live);
        if (!head.isLive()) {
            all.add(head);
        }
        List<PartEntries> bundles = of(node, incarnation, true, all);
        bundles.set(
                0,
                bundles.getFirst().toBuilder().addAllCertificates(certificates).build());
        return bundles;
    }

    static List<PartEntries> of(NodeId node, long incarnation, boolean whole, Collection<OpenEntry> entries) {
        List<PartEntries> bundles = new ArrayList<>();
        PartEntries.Builder bundle = begin(node, incarnation, whole);
        int bytes = 0;
        for (OpenEntry entry : entries) {
            int size = entry.signed().getSerializedSize();
            if (bytes + size > MAX_BUNDLE_BYTES) {
                bundles.add(bundle.setMore(true).build());
                bundle = begin(node, incarnation, whole);
                bytes = 0;
            }
            bundle.addEntries(entry.signed());
            bytes += size;
        }
        bundles.add(bundle.build());
        return bundles;
    }

    private static PartEntries.Builder begin(NodeId node, long incarnation, boolean whole) {
        return PartEntries.newBuilder()
                .setNode(node.toString())
                .setIncarnation(incarnation)
                .setWhole(whole);
    }
}
