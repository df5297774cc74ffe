package io.banyan.node.media.link;

import io.banyan.protocol.link.PathReport;
import io.banyan.protocol.link.TrackState;
import java.util.List;

/** Hears how a track fares that comes over a link. Called on the loop's thread. */
interface FeedListener {
    /** The parent says what the publisher sends, or that it cannot serve. */
    void onState(Feed feed, TrackState state, long nowNanos);

    /**
     * @param hops up to the parent
     */
    void onPath(Feed feed, List<PathReport.Hop> hops, long nowNanos);

    /** Nothing comes from this feed any more: its link is over. */
    void onFeedOver(Feed feed);
}
