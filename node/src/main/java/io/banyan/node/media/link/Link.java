package io.banyan.node.media.link;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.DropClass;
import io.banyan.protocol.link.HandshakeDatagram;
import io.banyan.protocol.link.HandshakeWanted;
import io.banyan.protocol.link.LinkFrame;
import io.banyan.protocol.link.LinkKeys;
import io.banyan.protocol.link.LinkListener;
import io.banyan.protocol.link.LinkRole;
import io.banyan.protocol.link.LinkSession;
import io.banyan.protocol.link.LinkStatistics;
import io.banyan.protocol.link.MediaExtensions;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.link.PathReport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One link to another loop from its handshake to its end. The child makes it, and takes from it; the parent gives. Owned
 * by a media loop.
 */
final class Link {
    /** A handshake over a path that loses half of everything takes that long. */
    private static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(8);

    private static final int NO_LOOP = -1;

    private final LinkContext context;
    private final LinkRole role;
    private final int localId;
    private final int neighbour;
    private final List<InetSocketAddress> addresses;
    private final long madeNanos;
    private final LinkRenewal renewal;
    private final @Nullable LinkIntake intake;
    private final @Nullable LinkSupply supply;
    private @Nullable NodeId peer;
    private @Nullable InetSocketAddress address;
    private LinkHandshakes.@Nullable Handshake handshake;
    private @Nullable LinkSession session;
    private int remoteId;
    private int handshakesSent;
    private boolean hasAskedForHandshake;
    private boolean isOver;
    private String ending = "";

    private Link(
            LinkContext context,
            LinkRole role,
            int localId,
            int neighbour,
            List<InetSocketAddress> addresses,
            long nowNanos) {
        this.context = context;
        this.role = role;
        this.localId = localId;
        this.neighbour = neighbour;
        this.addresses = addresses;
        address = addresses.isEmpty() ? null : addresses.getFirst();
        madeNanos = nowNanos;
        renewal = new LinkRenewal(context.handshakes().generation(), context.random(), nowNanos);
        intake = role == LinkRole.INITIATOR ? new LinkIntake(context, this, nowNanos) : null;
        supply = role == LinkRole.RESPONDER ? new LinkSupply(context, this) : null;
    }

    /** Begins a link to a parent at another node. */
    static Link toNode(LinkContext context, int localId, MediaEndpoint parent, long nowNanos) {
        Link link = new Link(context, LinkRole.INITIATOR, localId, NO_LOOP, parent.addresses(), nowNanos);
        link.peer = parent.node();
        link.shakeHands();
        return link;
    }

    /** Begins a link to another loop of this node: nobody is between them to hide from. */
    static Link toLoop(LinkContext context, int localId, int loop, long nowNanos) {
        Link link = new Link(context, LinkRole.INITIATOR, localId, loop, List.of(), nowNanos);
        link.peer = context.node();
        if (!context.neighbours().tell(loop, new LinkResult.Offered(0, context.loop(), localId))) {
            link.end("the loop has no room");
        }
        return link;
    }

    /** Takes a handshake that another node has begun. */
    static Link ofNode(LinkContext context, int localId, int remoteId, InetSocketAddress from, long nowNanos) {
        Link link = new Link(context, LinkRole.RESPONDER, localId, NO_LOOP, List.of(from), nowNanos);
        link.remoteId = remoteId;
        link.shakeHands();
        return link;
    }

    /** Takes a link that another loop of this node offers. */
    static Link ofLoop(LinkContext context, int localId, LinkResult.Offered offer, long nowNanos) {
        Link link = new Link(context, LinkRole.RESPONDER, localId, offer.fromLoop(), List.of(), nowNanos);
        link.peer = context.node();
        link.remoteId = offer.remoteId();
        link.openPlain(nowNanos);
        if (!context.neighbours().tell(offer.fromLoop(), new LinkResult.Accepted(offer.remoteId(), localId))) {
            link.end("the loop has no room");
        }
        return link;
    }

    int localId() {
        return localId;
    }

    /** Where tracks are taken from it, null at the parent's end. */
    @Nullable
    LinkIntake intake() {
        return intake;
    }

    boolean isUp() {
        return session != null && !isOver;
    }

    boolean isOver() {
        return isOver;
    }

    /** Whether it is up and its peer has been heard lately. */
    boolean isHeard(long nowNanos) {
        return session != null && !isOver && !session.isSuspect(nowNanos);
    }

    /** Whether its peer has not shown who it is. */
    boolean isShaking() {
        return session == null && !isOver;
    }

    /** Whether it leads to this loop, and is not so old that another has to be made beside it. */
    boolean leadsTo(MediaEndpoint parent, NodeId self, long nowNanos) {
        if (intake == null
                || isOver
                || (neighbour == NO_LOOP && renewal.isDue(nowNanos))
                || !parent.node().equals(peer)) {
            return false;
        }
        return parent.node().equals(self) ? neighbour == parent.loop() : addresses.equals(parent.addresses());
    }

    /** Whether a track may go over it. */
    boolean mayCarry(LinkedTrack track) {
        NodeId known = peer;
        return known != null && track.mayGoTo(known.region());
    }

    /** Whether that is the node at its other end. */
    boolean isTo(NodeId node) {
        return node.equals(peer);
    }

    /** Whether it is the one that this first flight is of. */
    boolean isFrom(InetSocketAddress from, int sourceId) {
        return supply != null && remoteId == sourceId && addresses.contains(from) && !isOver;
    }

    /** Takes one handshake datagram, which is authentic under the mesh's key. */
    void onHandshake(ByteBuffer buffer, int offset, int length, InetSocketAddress from) {
        LinkHandshakes.Handshake running = handshake;
        if (running == null || isOver) {
            context.drops().count(DropReason.LINK_UNKNOWN);
            return;
        }
        if (session == null) {
            remoteId = HandshakeDatagram.sourceId(buffer, offset);
            address = from;
        }
        if (!running.offer(HandshakeDatagram.records(buffer, offset, length))) {
            context.drops().count(DropReason.LINK_INBOX_FULL);
        }
    }

    /** Takes one datagram with frames. */
    void onDatagram(ByteBuffer buffer, int offset, int length, @Nullable InetSocketAddress from, long nowNanos) {
        LinkSession open = session;
        if (open == null || isOver) {
            context.drops().count(DropReason.LINK_UNKNOWN);
        } else if (open.onDatagram(buffer, offset, length, nowNanos) && from != null) {
            address = from;
        }
    }

    /** Takes what another thread came up with. */
    void onResult(LinkResult result, long nowNanos) {
        switch (result) {
            case LinkResult.Outgoing(var _, byte[] records) -> sendHandshake(records);
            case LinkResult.Connected connected -> onConnected(connected, nowNanos);
            case LinkResult.Failed failed -> {
                if (session == null) {
                    context.drops().count(DropReason.LINK_HANDSHAKE_FAILED);
                    end(failed.detail());
                }
            }
            case LinkResult.Accepted accepted -> {
                if (neighbour != NO_LOOP && session == null) {
                    remoteId = accepted.remoteId();
                    openPlain(nowNanos);
                }
            }
            case LinkResult.Offered ignored -> {}
        }
    }

    /** Sends a control frame; false: it was not taken. */
    boolean send(LinkFrame frame, long nowNanos) {
        return session != null && !isOver && session.sendControl(frame, nowNanos);
    }

    /** Sends a packet; false: the link has no room for it. */
    boolean sendMedia(
            int alias, int lineage, PacketSlot slot, MediaExtensions extensions, DropClass dropClass, long nowNanos) {
        return session != null
                && !isOver
                && session.sendMedia(
                        alias,
                        slot.marker(),
                        lineage,
                        slot.codec(),
                        (int) slot.seq() & 0xffff,
                        (int) slot.rtpTicks(),
                        extensions,
                        slot.buffer(),
                        slot.payloadOffset(),
                        slot.payloadLength(),
                        dropClass,
                        nowNanos);
    }

    /** Sends what waits; at the end of each duty cycle. */
    void flush(long nowNanos) {
        if (session != null && !isOver) {
            session.flush(nowNanos);
        }
    }

    /** Does what is due; every 10 ms. */
    void onTick(long nowNanos, long idleNanos) {
        if (isOver) {
            return;
        }
        LinkSession open = session;
        if (open == null) {
            if (nowNanos - madeNanos > HANDSHAKE_NANOS) {
                context.drops().count(DropReason.LINK_HANDSHAKE_FAILED);
                end("no handshake in time");
            }
            return;
        }
        open.onTick(nowNanos);
        if (open.isDead(nowNanos)) {
            end("the peer is silent");
        } else if (neighbour == NO_LOOP && renewal.isOver(nowNanos)) {
            end("its certificates are believed no more");
        } else if (supply != null) {
            supply.onTick(nowNanos);
            askForHandshake(nowNanos);
        } else if (intake != null && intake.idleNanos(nowNanos) > idleNanos) {
            end("idle");
        }
    }

    /** Which certificates this node has now; each second. */
    void onGeneration(long generation, long nowNanos) {
        renewal.onGeneration(generation, nowNanos);
    }

    /** The parent has others. */
    void onHandshakeWanted(long nowNanos) {
        renewal.onAsked(nowNanos);
    }

    /** Only the child makes links. */
    private void askForHandshake(long nowNanos) {
        if (neighbour == NO_LOOP && !hasAskedForHandshake && renewal.isDue(nowNanos)) {
            hasAskedForHandshake = send(new HandshakeWanted(), nowNanos);
        }
    }

    /** Ends it and everything that it carries. */
    void end(String why) {
        if (isOver) {
            return;
        }
        isOver = true;
        ending = why;
        if (handshake != null) {
            handshake.close();
        }
        if (intake != null) {
            intake.end();
        }
        if (supply != null) {
            supply.end();
        }
    }

    /** Why it ended, for people. */
    String ending() {
        return ending;
    }

    /** This end and how it is reached, as paths say it. */
    PathReport.Hop hop(int ageSeconds, ParentReason why) {
        LinkSession open = session;
        return open == null
                ? new PathReport.Hop(context.node(), 0, 0)
                : new PathReport.Hop(
                        context.node(),
                        (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(open.rttNanos())),
                        permille(open.receiveLossFraction()),
                        (int) open.statistics().repairedDatagrams(),
                        ageSeconds,
                        why);
    }

    /** Null before it is known who the peer is. */
    @Nullable
    LinkSample sample(long nowNanos) {
        LinkSession open = session;
        NodeId known = peer;
        if (known == null) {
            return null;
        }
        if (open == null) {
            return new LinkSample(localId, known, intake != null, false, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        LinkStatistics counts = open.statistics();
        return new LinkSample(
                localId,
                known,
                intake != null,
                !open.isSuspect(nowNanos),
                open.rttNanos() == 0 ? -1 : TimeUnit.NANOSECONDS.toMicros(open.rttNanos()),
                permille(open.receiveLossFraction()),
                counts.sentDatagrams(),
                counts.sentBytes(),
                counts.receivedDatagrams(),
                counts.receivedBytes(),
                counts.sentMediaFrames(),
                counts.receivedMediaFrames(),
                counts.sentRepairBytes(),
                counts.repairedDatagrams(),
                open.targetBitrateBps());
    }

    @Override
    public String toString() {
        return (intake != null ? "from " : "to ") + (peer == null ? "a stranger" : peer);
    }

    private static int permille(double fraction) {
        return (int) Math.round(1_000 * Math.clamp(fraction, 0, 1));
    }

    private void shakeHands() {
        NodeId expected = role == LinkRole.INITIATOR ? peer : null;
        handshake = context.handshakes().start(role, expected, localId, context.inbox());
        if (handshake == null) {
            context.drops().count(DropReason.LINK_TOO_MANY_HANDSHAKES);
            end("too many handshakes");
        }
    }

    private void onConnected(LinkResult.Connected connected, long nowNanos) {
        if (session == null && !isOver) {
            peer = connected.peer();
            open(connected.keys(), nowNanos);
        }
    }

    private void open(LinkKeys keys, long nowNanos) {
        open(new LinkSession(role, keys, localId, remoteId, this::sendDatagram, listener(), nowNanos), nowNanos);
    }

    private void openPlain(long nowNanos) {
        open(LinkSession.plain(localId, remoteId, this::sendDatagram, listener(), nowNanos), nowNanos);
    }

    private void open(LinkSession opened, long nowNanos) {
        session = opened;
        if (intake != null) {
            intake.onUp(nowNanos);
        }
    }

    private LinkListener listener() {
        LinkListener listener = intake != null ? intake : supply;
        if (listener == null) {
            throw new IllegalStateException("a link has an end");
        }
        return listener;
    }

    private void sendDatagram(ByteBuffer buffer, int offset, int length) {
        if (neighbour != NO_LOOP) {
            if (!context.neighbours().send(neighbour, buffer, offset, length)) {
                context.drops().count(DropReason.LINK_QUEUE_FULL);
            }
        } else if (address != null) {
            context.output().send(buffer, offset, length, address);
        }
    }

    /** Until the peer answers, each flight goes to the next of its addresses. */
    private void sendHandshake(byte[] records) {
        if (remoteId == 0 && !addresses.isEmpty()) {
            address = addresses.get(handshakesSent++ % addresses.size());
        }
        if (address != null) {
            byte[] datagram = context.datagrams().wrap(remoteId, localId, records);
            context.output().send(ByteBuffer.wrap(datagram), 0, datagram.length, address);
        }
    }
}
