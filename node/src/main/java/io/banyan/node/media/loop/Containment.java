package io.banyan.node.media.loop;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.link.LinkTable;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.DropReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a bug: at most one transport or link pays for it. Owned by a media loop. */
final class Containment {
    private static final Logger LOG = LoggerFactory.getLogger(Containment.class);

    private final int loop;
    private final DropCounters drops;

    Containment(int loop, DropCounters drops) {
        this.loop = loop;
        this.drops = drops;
    }

    /**
     * @param transport that it happened on, null: on none
     */
    void onTransport(RuntimeException bug, @Nullable PeerTransport transport, long nowNanos) {
        drops.count(DropReason.INTERNAL_ERROR);
        LOG.error("loop {}: a bug ends transport {}", loop, transport == null ? "none" : transport.id(), bug);
        if (transport != null) {
            try {
                transport.fail("internal error", nowNanos);
            } catch (RuntimeException another) {
                LOG.error("loop {}: and one in telling so", loop, another);
            }
        }
    }

    /** The same for the link that is at work. */
    void onLink(RuntimeException bug, LinkTable links) {
        drops.count(DropReason.INTERNAL_ERROR);
        try {
            LOG.error("loop {}: a bug ends {}", loop, links.endCurrent(), bug);
        } catch (RuntimeException another) {
            LOG.error("loop {}: and one in ending it", loop, another);
        }
    }
}
