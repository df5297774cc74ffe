package io.banyan.node.plane;

import io.banyan.protocol.id.NodeId;
import java.util.List;

/**
 * What a media loop has to know of a track that is published elsewhere.
 *
 * @param spec as its origin announced it; its mid means nothing here
 * @param rids of its encodings, lowest quality first; empty: one encoding without a rid
 * @param origin the node that its publisher is connected to
 * @param epoch which life of the track at its origin: in another one numbers and timestamps begin anew
 */
public record RemoteTrack(TrackSpec spec, List<String> rids, NodeId origin, long epoch) {
    /** So many encodings no codec and no browser makes: three are usual. */
    public static final int MAX_ENCODINGS = 8;

    public RemoteTrack {
        rids = List.copyOf(rids);
        if (rids.size() > MAX_ENCODINGS) {
            throw new IllegalArgumentException("a track has at most " + MAX_ENCODINGS + " encodings");
        }
    }
}
