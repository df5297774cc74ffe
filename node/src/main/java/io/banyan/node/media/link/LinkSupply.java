package io.banyan.node.media.link;

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

/** The parent's end of a link: what the child demands, and what it is sent of that. Owned by a media loop. */
final class LinkSupply implements LinkListener {
    private final LinkContext context;
    private final Link link;
    private final Map<TrackKey, LinkForwarder> byTrack = new HashMap<>();
    private List<LinkForwarder> forwarders = List.of();

    LinkSupply(LinkContext context, Link link) {
        this.context = context;
        this.link = link;
    }

    @Override
    public void onMedia(MediaFrame frame, long nowNanos) {
        context.drops().count(DropReason.LINK_UNKNOWN_ALIAS);
    }

    @Override
    public void onControl(LinkFrame frame, long nowNanos) {
        switch (frame) {
            case Demand demand -> onDemand(demand, nowNanos);
            case KeyFrameWanted wanted -> onKeyframeWanted(wanted.alias());
            case TrackState ignored -> context.drops().count(DropReason.LINK_MALFORMED);
            case SenderReportFrame ignored -> context.drops().count(DropReason.LINK_MALFORMED);
            case PathReport ignored -> context.drops().count(DropReason.LINK_MALFORMED);
            case HandshakeWanted ignored -> context.drops().count(DropReason.LINK_MALFORMED);
        }
    }

    @Override
    public void onPaused(int alias, long nowNanos) {
        pause(alias, true, nowNanos);
    }

    @Override
    public void onResumed(int alias, long nowNanos) {
        pause(alias, false, nowNanos);
    }

    void onTick(long nowNanos) {
        for (LinkForwarder forwarder : forwarders) {
            forwarder.onTick(nowNanos);
        }
    }

    /** The link is over. */
    void end() {
        List<LinkForwarder> ended = forwarders;
        byTrack.clear();
        forwarders = List.of();
        ended.forEach(LinkForwarder::end);
    }

    private void onDemand(Demand demand, long nowNanos) {
        LinkForwarder present = byTrack.get(demand.track());
        if (present != null && demand.version() - present.demand().version() <= 0) {
            return;
        }
        if (demand.encodings().stream().noneMatch(Demand.Encoding::isWanted)) {
            if (present != null) {
                byTrack.remove(demand.track());
                forwarders = List.copyOf(byTrack.values());
                present.end();
            }
            return;
        }
        if (present == null) {
            if (byTrack.size() >= context.limits().tracksPerLink()) {
                boolean _ = link.send(
                        new TrackState(demand.track(), demand.version(), 0, 0, TrackState.Refusal.NO_CAPACITY),
                        nowNanos);
                return;
            }
            present = new LinkForwarder(context, link, demand);
            byTrack.put(demand.track(), present);
            forwarders = List.copyOf(byTrack.values());
        }
        present.onDemand(demand, nowNanos);
    }

    private void onKeyframeWanted(int alias) {
        for (LinkForwarder forwarder : forwarders) {
            if (forwarder.onKeyframeWanted(alias)) {
                return;
            }
        }
    }

    private void pause(int alias, boolean isPaused, long nowNanos) {
        for (LinkForwarder forwarder : forwarders) {
            if (forwarder.onPaused(alias, isPaused, nowNanos)) {
                return;
            }
        }
    }
}
