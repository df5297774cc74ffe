package io.banyan.node.media.link;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.TrackParents;
import io.banyan.protocol.link.HandshakeDatagram;
import io.banyan.protocol.link.LinkDatagram;
import io.banyan.protocol.link.TrackKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of a loop: finds the one that a datagram is for by the id in it, makes those that are needed, ends those that
 * are not. Owned by a media loop.
 */
public final class LinkTable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkTable.class);

    /** Long enough that somebody who scrolls back finds it, short enough that nobody pays for yesterday's calls. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How soon another certificate is noticed. */
    private static final long GENERATION_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LinkContext context;
    /** By the low bits of their id. */
    private final @Nullable Link[] links;

    private final Map<MediaEndpoint, Retry> retries = new HashMap<>();
    private List<Link> all = List.of();
    private List<RemoteSource> sources = List.of();
    private @Nullable Link current;
    private long nextGenerationNanos = Long.MIN_VALUE;

    /** When the next attempt at a parent is due. */
    private record Retry(long atNanos, long intervalNanos) {}

    public LinkTable(LinkContext context) {
        this.context = context;
        links = new @Nullable Link[context.limits().links()];
    }

    /** Has a remote track taken from its parent, as far as it is wanted. */
    public RemoteSource addSource(TrackKey key, LinkedTrack track, TrackParents parents, long nowNanos) {
        RemoteSource source = new RemoteSource(this, context, key, track, parents, nowNanos);
        List<RemoteSource> more = new ArrayList<>(sources);
        more.add(source);
        sources = List.copyOf(more);
        return source;
    }

    void remove(RemoteSource source) {
        sources = sources.stream().filter(other -> other != source).toList();
    }

    /** Whether there is anything to be done more often than each second. */
    public boolean isBusy() {
        return !all.isEmpty() || !sources.isEmpty();
    }

    /**
     * Takes one datagram whose first byte is a link's.
     *
     * @param from over the network; null: from another loop of this node
     */
    public void onDatagram(ByteBuffer buffer, int offset, int length, @Nullable InetSocketAddress from, long nowNanos) {
        switch (LinkDatagram.kindOf(buffer, offset, length)) {
            case SEALED -> onFrames(buffer, offset, length, from, nowNanos);
            case PLAIN -> {
                // Only another loop says something in the open.
                if (from == null) {
                    onFrames(buffer, offset, length, null, nowNanos);
                } else {
                    context.drops().count(DropReason.LINK_MALFORMED);
                }
            }
            case HANDSHAKE -> {
                if (from != null) {
                    onHandshake(buffer, offset, length, from, nowNanos);
                }
            }
            case NEITHER -> context.drops().count(DropReason.LINK_MALFORMED);
        }
    }

    private void onFrames(ByteBuffer buffer, int offset, int length, @Nullable InetSocketAddress from, long nowNanos) {
        Link link = find(LinkDatagram.linkId(buffer, offset));
        if (link == null) {
            context.drops().count(DropReason.LINK_UNKNOWN);
        } else {
            current = link;
            link.onDatagram(buffer, offset, length, from, nowNanos);
            current = null;
        }
    }

    /** Takes what another thread came up with. */
    public void onResult(LinkResult result, long nowNanos) {
        if (result instanceof LinkResult.Offered offer) {
            int id = newId();
            if (id != 0) {
                add(Link.ofLoop(context, id, offer, nowNanos));
            }
            return;
        }
        Link link = find(result.linkId());
        if (link != null) {
            current = link;
            link.onResult(result, nowNanos);
            current = null;
        }
    }

    /** Does what is due; every 10 ms. */
    public void onTick(long nowNanos) {
        if (nowNanos >= nextGenerationNanos && !all.isEmpty()) {
            nextGenerationNanos = nowNanos + GENERATION_NANOS;
            long generation = context.handshakes().generation();
            all.forEach(link -> link.onGeneration(generation, nowNanos));
        }
        // By index, here and at each batch's end: an iterator is made for each.
        List<Link> present = all;
        for (int i = 0; i < present.size(); i++) {
            current = present.get(i);
            current.onTick(nowNanos, IDLE_NANOS);
        }
        current = null;
        sweep(nowNanos);
        for (RemoteSource source : sources) {
            source.onTick(nowNanos);
        }
    }

    /** Sends what waits; at the end of each duty cycle. */
    public void flush(long nowNanos) {
        List<Link> present = all;
        for (int i = 0; i < present.size(); i++) {
            current = present.get(i);
            current.flush(nowNanos);
        }
        current = null;
    }

    /** A bug: ends the link that it happened on; what it was, for people. */
    public String endCurrent() {
        Link culprit = current;
        current = null;
        if (culprit == null) {
            return "no link";
        }
        culprit.end("internal error");
        return "the link " + culprit;
    }

    /** Ends all of them. */
    public void closeAll() {
        all.forEach(link -> link.end("the node stops"));
    }

    public List<LinkSample> samples(long nowNanos) {
        List<LinkSample> samples = new ArrayList<>();
        for (Link link : all) {
            LinkSample sample = link.sample(nowNanos);
            if (sample != null) {
                samples.add(sample);
            }
        }
        return samples;
    }

    /** Where to take a parent's tracks from: a link that is up or on its way, or null while there is none to be had. */
    @Nullable
    LinkIntake intake(MediaEndpoint parent, long nowNanos) {
        for (Link link : all) {
            if (link.leadsTo(parent, context.node(), nowNanos)) {
                return link.intake();
            }
        }
        boolean isHere = parent.node().equals(context.node());
        Retry retry = retries.get(parent);
        int id = retry != null && nowNanos < retry.atNanos() ? 0 : newId();
        if (id == 0
                || (isHere && parent.loop() == context.loop())
                || (!isHere && parent.addresses().isEmpty())) {
            return null;
        }
        long interval = retry == null ? FIRST_RETRY_NANOS : Math.min(2 * retry.intervalNanos(), LAST_RETRY_NANOS);
        retries.put(parent, new Retry(nowNanos + interval, interval));
        Link link =
                isHere ? Link.toLoop(context, id, parent.loop(), nowNanos) : Link.toNode(context, id, parent, nowNanos);
        add(link);
        return link.isOver() ? null : link.intake();
    }

    private void onHandshake(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        switch (context.datagrams().check(buffer, offset, length)) {
            case AUTHENTIC -> {}
            case NOT_AUTHENTIC -> {
                context.drops().count(DropReason.LINK_BAD_MAC);
                return;
            }
            case TRUNCATED, UNKNOWN_VERSION -> {
                context.drops().count(DropReason.LINK_MALFORMED);
                return;
            }
        }
        int destination = HandshakeDatagram.destinationId(buffer, offset);
        Link link = destination == 0
                ? ofFirstFlight(HandshakeDatagram.sourceId(buffer, offset), from, nowNanos)
                : find(destination);
        if (link == null) {
            context.drops().count(DropReason.LINK_UNKNOWN);
        } else {
            current = link;
            link.onHandshake(buffer, offset, length, from);
            current = null;
        }
    }

    private @Nullable Link ofFirstFlight(int sourceId, InetSocketAddress from, long nowNanos) {
        int shaking = 0;
        for (Link link : all) {
            if (link.isFrom(from, sourceId)) {
                return link;
            }
            shaking += link.isShaking() ? 1 : 0;
        }
        int id = shaking < context.limits().handshakes() ? newId() : 0;
        if (id == 0) {
            context.drops().count(DropReason.LINK_TOO_MANY_HANDSHAKES);
            return null;
        }
        Link link = Link.ofNode(context, id, sourceId, from, nowNanos);
        add(link);
        return link;
    }

    private void add(Link link) {
        links[indexOf(link.localId())] = link;
        List<Link> more = new ArrayList<>(all);
        more.add(link);
        all = List.copyOf(more);
    }

    /** Lets go of links that are over. */
    private void sweep(long nowNanos) {
        boolean isSwept = false;
        for (Link link : all) {
            if (link.isOver()) {
                isSwept = true;
                links[indexOf(link.localId())] = null;
                LOG.info("loop {}: the link {} ended: {}", context.loop(), link, link.ending());
            }
        }
        if (isSwept) {
            all = all.stream().filter(link -> !link.isOver()).toList();
        }
        if (!retries.isEmpty()) {
            retries.values().removeIf(retry -> nowNanos - retry.atNanos() > 2 * LAST_RETRY_NANOS);
        }
    }

    private @Nullable Link find(int id) {
        Link link = links[indexOf(id)];
        return link != null && link.localId() == id ? link : null;
    }

    private int indexOf(int id) {
        return id & (links.length - 1);
    }

    /** A random id whose place is free; 0: all are taken. */
    private int newId() {
        int random = context.random().nextInt();
        for (int i = 0; i < links.length; i++) {
            int id = random + i;
            if (id != 0 && links[indexOf(id)] == null) {
                return id;
            }
        }
        return 0;
    }
}
