package io.banyan.node.media.loop;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.count.HandshakeCounters;
import io.banyan.node.media.link.LinkContext;
import io.banyan.node.media.link.LinkHandshakes;
import io.banyan.node.media.link.LinkLimits;
import io.banyan.node.media.link.LinkResult;
import io.banyan.node.media.link.LinkTable;
import io.banyan.node.media.link.LinkedTrack;
import io.banyan.node.media.room.PeerMedia;
import io.banyan.node.media.room.RoomTable;
import io.banyan.node.media.send.Pacer;
import io.banyan.node.media.transport.DatagramClassifier;
import io.banyan.node.media.transport.DtlsRunner;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.media.transport.StunReceiver;
import io.banyan.node.media.transport.TransportContext;
import io.banyan.node.media.transport.TransportTable;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.SnapshotSink;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.link.HandshakeDatagram;
import io.banyan.protocol.link.TrackKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one UDP port and every object reachable from it. Passive: its port drives it, be that sockets or a
 * simulation. Only {@link #submit} and {@link #close} are for other threads.
 *
 * <p>A bug on a datagram, a command or a tick of a transport ends that transport, and nothing else.
 */
public final class MediaLoop implements PortListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

    /** What an Ethernet frame may carry: browsers and links stay below it. */
    private static final int MAX_DATAGRAM_BYTES = 1_500;
    /** Some milliseconds of work: commands must not hold up media for longer. */
    private static final int COMMANDS_PER_CYCLE = 256;
    /** From one other loop: as many as a batch of the port's. */
    private static final int DATAGRAMS_PER_CYCLE = 128;
    /** While packets wait for a pacer, or links are there. */
    private static final long BUSY_TICK_NANOS = Pacer.TICK_NANOS;
    /** Else: nothing but pacers is due more often. To wake up costs as much as to forward some packets. */
    private static final long CALM_TICK_NANOS = 2 * Pacer.TICK_NANOS;

    /** For the goodbyes of a whole loop; clients whose goodbye is lost notice by their signalling. */
    private static final long CLOSE_MILLIS = 1_000;

    private static final long SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int index;
    private final DatagramPort port;
    private final LoopClock clock;
    private final SnapshotSink snapshots;
    private final CommandQueue queue;
    private final DropCounters drops = new DropCounters();
    private final Containment containment;
    private final HandshakeCounters handshakes = new HandshakeCounters();
    private final LatencyRecorder latency = new LatencyRecorder();
    private final DatagramWriter writer;
    private final TransportTable table;
    private final StunReceiver stun;
    private final LoopLoad load;
    private final LinkTable links;
    private final RoomTable rooms;
    private final Neighbourhood neighbourhood;

    private long tickNanos;
    /** Whether a peer's packets wait, or it was probed, at the last tick or since. */
    private boolean isPacing;

    private long nextSnapshotNanos;
    private long datagramsReceived;
    private long bytesReceived;

    /**
     * @param index among the node's loops, 0 to 255
     * @param port to be started with this loop as its listener
     * @param dtls shared by all loops
     * @param linkHandshakes with other nodes, shared by all loops
     * @param neighbourhood the node's loops; this one joins it
     * @param seed random
     */
    public MediaLoop(
            int index,
            DatagramPort port,
            LoopClock clock,
            LoopSettings settings,
            DtlsRunner dtls,
            LinkHandshakes linkHandshakes,
            Neighbourhood neighbourhood,
            SnapshotSink snapshots,
            long seed) {
        this.index = index;
        containment = new Containment(index, drops);
        this.port = port;
        this.clock = clock;
        this.snapshots = snapshots;
        queue = new CommandQueue(settings.commands(), port::wakeUp);
        writer = new DatagramWriter(port);
        long nowNanos = clock.nowNanos();
        table = new TransportTable(
                new OwnerUfrag.Codec(settings.meshKeys()),
                OwnerUfrag.nodeKey(settings.node()),
                index,
                settings.transportLimits());
        TransportContext context = new TransportContext(writer, drops, handshakes, queue, dtls);
        stun = new StunReceiver(table, context, settings.transportLimits(), seed, nowNanos);
        SplittableRandom random = new SplittableRandom(seed);
        load = new LoopLoad(nowNanos);
        links = new LinkTable(new LinkContext(
                settings.node(),
                index,
                writer,
                drops,
                queue,
                linkHandshakes,
                neighbourhood.of(index),
                new HandshakeDatagram(settings.meshKeys()),
                LinkLimits.DEFAULT,
                random.split(),
                this::linkedTrack,
                () -> Math.max(load.permille(), neighbourhood.nodeLoadPermille())));
        rooms = new RoomTable(settings.node(), table, context, links, settings.mediaLimits(), random);
        this.neighbourhood = neighbourhood;
        neighbourhood.join(index, this);
        nextSnapshotNanos = nowNanos + SNAPSHOT_NANOS;
    }

    /** Hands a command to the loop; false: refused and counted. Any thread. */
    public boolean submit(MediaCommand command) {
        return queue.offer(command);
    }

    /** Hands the loop something about one of its links; false: refused and counted. Any thread. */
    boolean offer(LinkResult result) {
        return queue.offer(result);
    }

    /** Something was put in for it. Any thread. */
    void wakeUp() {
        port.wakeUp();
    }

    /** Begins to receive. Any thread, once. */
    public void start() {
        port.start(this);
        port.wakeUp();
    }

    /** Ends all transports, then the thread, and frees the port. Any thread but the loop's own. */
    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        if (queue.offer(new LoopWork.CloseAll(done::countDown))) {
            awaitBriefly(done);
        }
        queue.close();
        port.close();
    }

    private static void awaitBriefly(CountDownLatch done) {
        try {
            if (!done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("a media loop did not close its transports in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onDatagram(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        datagramsReceived++;
        bytesReceived += length;
        if (length > MAX_DATAGRAM_BYTES) {
            drops.count(DropReason.BAD_LENGTH);
            return;
        }
        switch (DatagramClassifier.classify(buffer, offset, length)) {
            case RTP -> onRtp(buffer, offset, length, from, nowNanos);
            case RTCP -> onRtcp(buffer, offset, length, from, nowNanos);
            case STUN -> onStun(buffer, offset, length, from, nowNanos);
            case DTLS -> onDtls(buffer, offset, length, from);
            case LINK -> onLink(buffer, offset, length, from, nowNanos);
            case TOO_SHORT -> drops.count(DropReason.BAD_LENGTH);
            case UNKNOWN -> drops.count(DropReason.UNKNOWN_PROTOCOL);
        }
    }

    @Override
    public void onBatchEnd(long begunNanos) {
        endCycle(begunNanos);
        countTime(begunNanos);
    }

    @Override
    public void onNotSent(DropReason reason, int datagrams) {
        writer.onNotSent(datagrams);
        drops.count(reason, datagrams);
    }

    @Override
    public void onWakeUp(long nowNanos) {
        queue.drain(work -> onWork(work, nowNanos), COMMANDS_PER_CYCLE);
        boolean isMore = neighbourhood.drain(
                index, (buffer, offset, length) -> onLink(buffer, offset, length, null, nowNanos), DATAGRAMS_PER_CYCLE);
        if (isMore) {
            port.wakeUp();
        }
        endCycle(nowNanos);
        countTime(nowNanos);
    }

    @Override
    public void onTick(long nowNanos) {
        tickPeers(nowNanos);
        try {
            links.onTick(nowNanos);
        } catch (RuntimeException bug) {
            containment.onLink(bug, links);
        }
        endCycle(nowNanos);
        load.add(nowNanos, clock.nowNanos());
        if (nowNanos - nextSnapshotNanos >= 0) {
            nextSnapshotNanos = Math.max(nextSnapshotNanos + SNAPSHOT_NANOS, nowNanos);
            try {
                snapshots.accept(snapshot(nowNanos));
            } catch (RuntimeException bug) {
                containment.onTransport(bug, null, nowNanos);
            }
        }
    }

    private void tickPeers(long nowNanos) {
        isPacing = false;
        List<PeerMedia> peers = rooms.peers();
        for (int i = 0; i < peers.size(); i++) {
            PeerMedia peer = peers.get(i);
            try {
                peer.onTick(nowNanos);
                isPacing |= peer.isPacing();
            } catch (RuntimeException bug) {
                containment.onTransport(bug, peer.transport(), nowNanos);
            }
        }
    }

    private void countTime(long begunNanos) {
        long endedNanos = clock.nowNanos();
        load.add(begunNanos, endedNanos);
        long forwarded = rooms.pollForwarded();
        if (forwarded > 0) {
            latency.add(endedNanos - begunNanos, forwarded);
        }
    }

    private void onRtp(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        PeerTransport transport = table.ofAddress(from);
        if (transport == null) {
            drops.count(DropReason.UNKNOWN_SOURCE);
            return;
        }
        try {
            transport.onRtp(buffer, offset, length, nowNanos);
        } catch (RuntimeException bug) {
            containment.onTransport(bug, transport, nowNanos);
        }
    }

    private void onRtcp(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        PeerTransport transport = table.ofAddress(from);
        if (transport == null) {
            drops.count(DropReason.UNKNOWN_SOURCE);
            return;
        }
        try {
            transport.onRtcp(buffer, offset, length, nowNanos);
        } catch (RuntimeException bug) {
            containment.onTransport(bug, transport, nowNanos);
        }
    }

    private void onDtls(ByteBuffer buffer, int offset, int length, InetSocketAddress from) {
        PeerTransport transport = table.ofAddress(from);
        if (transport == null) {
            drops.count(DropReason.DTLS_BEFORE_ICE);
        } else {
            transport.onDtls(buffer, offset, length);
        }
    }

    private void onLink(ByteBuffer buffer, int offset, int length, @Nullable InetSocketAddress from, long nowNanos) {
        try {
            links.onDatagram(buffer, offset, length, from, nowNanos);
        } catch (RuntimeException bug) {
            containment.onLink(bug, links);
        }
    }

    private void onStun(ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        PeerTransport transport = null;
        try {
            transport = stun.find(buffer, offset, length, from, nowNanos);
            if (transport != null) {
                stun.onCheck(transport, from, nowNanos);
            }
        } catch (RuntimeException bug) {
            containment.onTransport(bug, transport, nowNanos);
        }
    }

    private void onWork(LoopWork work, long nowNanos) {
        switch (work) {
            case LoopWork.Execute(var command) -> {
                try {
                    rooms.execute(command, nowNanos);
                } catch (RuntimeException bug) {
                    PeerTransport culprit = command instanceof MediaCommand.OfTransport ofTransport
                            ? rooms.transport(ofTransport.transport())
                            : null;
                    containment.onTransport(bug, culprit, nowNanos);
                }
            }
            case LoopWork.Link(var result) -> {
                try {
                    links.onResult(result, nowNanos);
                } catch (RuntimeException bug) {
                    containment.onLink(bug, links);
                }
            }
            case LoopWork.CloseAll(var done) -> {
                links.closeAll();
                rooms.closeAll(nowNanos);
                done.run();
            }
            case LoopWork.Deliver(var result) -> {
                try {
                    result.transport().onDtlsResult(result, nowNanos);
                } catch (RuntimeException bug) {
                    containment.onTransport(bug, result.transport(), nowNanos);
                }
            }
        }
    }

    private @Nullable LinkedTrack linkedTrack(TrackKey key) {
        return rooms.linked(key);
    }

    private void endCycle(long nowNanos) {
        try {
            rooms.sweep();
        } catch (RuntimeException bug) {
            containment.onTransport(bug, null, nowNanos);
        }
        try {
            links.flush(nowNanos);
        } catch (RuntimeException bug) {
            containment.onLink(bug, links);
        }
        writer.flush();
        isPacing |= rooms.pollHeldBack();
        long wantedNanos =
                isPacing || links.isBusy() ? BUSY_TICK_NANOS : table.size() > 0 ? CALM_TICK_NANOS : SNAPSHOT_NANOS;
        if (tickNanos != wantedNanos) {
            tickNanos = wantedNanos;
            port.tickEvery(wantedNanos);
        }
    }

    private LoopSnapshot snapshot(long nowNanos) {
        return new LoopSnapshot(
                index,
                nowNanos,
                table.size(),
                rooms.trackCount(),
                rooms.forwarderCount(),
                datagramsReceived,
                bytesReceived,
                writer.datagrams(),
                writer.bytes(),
                drops.snapshot(),
                handshakes.snapshot(),
                queue.refused(),
                ThreadAllocation.ofThisThread(),
                latency.toCounts(),
                port.sample(),
                rooms.collectLegs(nowNanos),
                links.samples(nowNanos),
                rooms.collectPaths(),
                load.permille());
    }
}
