package io.banyan.protocol.link;

import io.banyan.protocol.id.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parent to child, each second for each track: the way it took to here.
 *
 * @param alias of any of the track's encodings, 1 to 65535
 * @param hops from the origin on, at most {@value #MAX_HOPS}
 */
public record PathReport(int alias, List<Hop> hops) implements LinkFrame {
    /** So many with the longest names fill a frame. */
    public static final int MAX_HOPS = 8;

    private static final int MAX_NODE_BYTES = 129;

    public PathReport {
        hops = List.copyOf(hops);
        if (alias < 1 || alias > 0xFFFF || hops.size() > MAX_HOPS) {
            throw new IllegalArgumentException("alias or hops out of range");
        }
    }

    /**
     * A node and the link by which the track came to it.
     *
     * @param rttMicros 0 at the origin
     * @param lossPermille 0 to 1000, before repair
     */
    public record Hop(NodeId node, int rttMicros, int lossPermille) {}

    @Override
    public boolean isReliable() {
        return false;
    }

    void write(WireWriter out) {
        out.u16(alias).u8(hops.size());
        for (Hop hop : hops) {
            out.text(hop.node().toString()).u32(hop.rttMicros()).u16(hop.lossPermille());
        }
    }

    static @Nullable PathReport read(WireReader in) {
        int alias = in.u16();
        int count = in.u8();
        if (alias == 0 || count > MAX_HOPS) {
            return null;
        }
        List<Hop> hops = new ArrayList<>(count);
        for (int i = 0; i < count && in.isWhole(); i++) {
            String node = in.text(MAX_NODE_BYTES);
            int rttMicros = in.u32();
            int lossPermille = in.u16();
            try {
                hops.add(new Hop(NodeId.parse(node), rttMicros, lossPermille));
            } catch (IllegalArgumentException noNode) {
                return null;
            }
        }
        return in.isWhole() ? new PathReport(alias, hops) : null;
    }
}
