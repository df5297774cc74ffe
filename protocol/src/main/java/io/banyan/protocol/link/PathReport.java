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

    private static final int DETAIL_BYTES = 7;
    private static final int MAX_AGE_SECONDS = 0xFFFF;

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
     * @param repaired datagrams that were lost on that link and came in a repair, since it began; wraps at 2^32
     * @param ageSeconds since the node takes the track from there, 65535: or longer
     * @param why it takes it from there
     */
    public record Hop(NodeId node, int rttMicros, int lossPermille, int repaired, int ageSeconds, ParentReason why) {
        public Hop {
            ageSeconds = Math.clamp(ageSeconds, 0, MAX_AGE_SECONDS);
        }

        /** Of which nothing more is known, or nothing is to be known: it is the origin. */
        public Hop(NodeId node, int rttMicros, int lossPermille) {
            this(node, rttMicros, lossPermille, 0, 0, ParentReason.UNKNOWN);
        }

        private boolean isDetailed() {
            return repaired != 0 || ageSeconds != 0 || why != ParentReason.UNKNOWN;
        }
    }

    @Override
    public boolean isReliable() {
        return false;
    }

    void write(WireWriter out) {
        out.u16(alias).u8(hops.size());
        for (Hop hop : hops) {
            out.text(hop.node().toString()).u32(hop.rttMicros()).u16(hop.lossPermille());
        }
        // With the longest names there is no room for details, and the way is worth more.
        if (hops.stream().anyMatch(Hop::isDetailed) && out.remaining() > DETAIL_BYTES * hops.size()) {
            out.u8(hops.size());
            for (Hop hop : hops) {
                out.u32(hop.repaired()).u16(hop.ageSeconds()).u8(hop.why().number());
            }
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
        if (in.isWhole() && in.remaining() > 0) {
            int detailed = in.u8();
            for (int i = 0; i < Math.min(detailed, count); i++) {
                Hop hop = hops.get(i);
                hops.set(
                        i,
                        new Hop(
                                hop.node(),
                                hop.rttMicros(),
                                hop.lossPermille(),
                                in.u32(),
                                in.u16(),
                                ParentReason.of(in.u8())));
            }
        }
        return in.isWhole() ? new PathReport(alias, hops) : null;
    }
}
