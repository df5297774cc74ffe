package io.banyan.node.media.link;

import io.banyan.node.media.receive.RelayedStream;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.link.Demand;
import io.banyan.protocol.link.HandshakeWanted;
import io.banyan.protocol.link.KeyFrameWanted;
import io.banyan.protocol.link.LinkFrame;
import io.banyan.protocol.link.LinkListener;
import io.banyan.protocol.link.MediaFrame;
import io.banyan.protocol.link.PathReport;
import io.banyan.protocol.link.SenderReportFrame;
import io.banyan.protocol.link.TrackKey;
import io.banyan.protocol.link.TrackState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The child's end of a link: what it demands, and what comes of that. Owned by a media loop. */
final class LinkIntake implements LinkListener {
    private final LinkContext context;
    private final Link link;
    private final AliasTable<Demanded> aliases = new AliasTable<>();
    private final Map<TrackKey, Feed> feeds = new HashMap<>();
    private int lastVersion;
    private long busyNanos;

    /** One encoding that is demanded. */
    private record Demanded(Feed feed, RelayedStream stream) {}

    LinkIntake(LinkContext context, Link link, long nowNanos) {
        this.context = context;
        this.link = link;
        busyNanos = nowNanos;
    }

    Link link() {
        return link;
    }

    /** Takes a track from this link; there is one feed for each track. */
    Feed open(TrackKey track, FeedListener listener) {
        Feed feed = new Feed(this, track, listener);
        Feed before = feeds.put(track, feed);
        if (before != null) {
            before.onLinkOver();
        }
        return feed;
    }

    /** The feed ends. */
    void close(Feed feed, long nowNanos) {
        if (feeds.remove(feed.track(), feed)) {
            busyNanos = nowNanos;
        }
    }

    int nextVersion() {
        return ++lastVersion;
    }

    /** A new name for an encoding; 0: there are no more. */
    int addAlias(Feed feed, RelayedStream stream) {
        return aliases.add(new Demanded(feed, stream));
    }

    void removeAlias(int alias) {
        aliases.remove(alias);
    }

    /** It may be needed at any moment. */
    void keep(long nowNanos) {
        busyNanos = nowNanos;
    }

    /** How long nothing was taken from here. */
    long idleNanos(long nowNanos) {
        return feeds.isEmpty() ? nowNanos - busyNanos : 0;
    }

    /** The link can carry now. */
    void onUp(long nowNanos) {
        feeds.values().forEach(feed -> feed.flush(nowNanos));
    }

    /** The link is over. */
    void end() {
        List<Feed> ended = List.copyOf(feeds.values());
        feeds.clear();
        ended.forEach(Feed::onLinkOver);
    }

    @Override
    public void onMedia(MediaFrame frame, long nowNanos) {
        Demanded demanded = aliases.find(frame.alias());
        if (demanded == null) {
            context.drops().count(DropReason.LINK_UNKNOWN_ALIAS);
        } else {
            demanded.feed().onMedia(demanded.stream());
            demanded.stream().accept(frame, nowNanos);
        }
    }

    @Override
    public void onControl(LinkFrame frame, long nowNanos) {
        switch (frame) {
            case TrackState state -> {
                @Nullable Feed feed = feeds.get(state.track());
                if (feed != null) {
                    feed.onState(state, nowNanos);
                }
            }
            case SenderReportFrame report -> {
                @Nullable Demanded demanded = aliases.find(report.alias());
                if (demanded != null) {
                    demanded.stream().onSenderReport(report.ntp(), report.rtpTimestamp(), nowNanos);
                }
            }
            case PathReport path -> {
                @Nullable Demanded demanded = aliases.find(path.alias());
                if (demanded != null) {
                    demanded.feed().onPath(path.hops(), nowNanos);
                }
            }
            case HandshakeWanted ignored -> link.onHandshakeWanted(nowNanos);
            case Demand ignored -> context.drops().count(DropReason.LINK_MALFORMED);
            case KeyFrameWanted ignored -> context.drops().count(DropReason.LINK_MALFORMED);
        }
    }
}
