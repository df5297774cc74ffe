package io.banyan.node.control;

import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.node.plane.MediaPlane;
import io.banyan.node.plane.TrackPath;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A media plane that only remembers what it was told. */
final class RecordingPlane implements MediaPlane {
    private final NodeId node;

    private final AtomicLong serial = new AtomicLong();
    private final List<MediaCommand> commands = new ArrayList<>();
    private final Map<TransportId, MediaEventSink> sinks = new ConcurrentHashMap<>();
    volatile boolean full;
    volatile int loadPermille;
    volatile @Nullable Class<? extends MediaCommand> bugOn;

    RecordingPlane(NodeId node) {
        this.node = node;
    }

    @Override
    public TransportId newTransport(RoomId room) {
        return new TransportId(0, serial.incrementAndGet());
    }

    @Override
    public synchronized boolean submit(MediaCommand command) {
        Class<? extends MediaCommand> bug = bugOn;
        if (bug != null && bug.isInstance(command)) {
            throw new IllegalStateException("a bug, on purpose");
        }
        if (full) {
            return false;
        }
        commands.add(command);
        if (command instanceof MediaCommand.OpenTransport open) {
            sinks.put(open.transport(), open.events());
        }
        return true;
    }

    @Override
    public List<InetSocketAddress> addresses(int loop) {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7790 + loop));
    }

    @Override
    public MediaEndpoint endpoint(RoomId room) {
        return new MediaEndpoint(node, 0, addresses(0));
    }

    @Override
    public @Nullable TrackPath path(RoomId room, TrackId track) {
        return null;
    }

    @Override
    public List<LinkSample> links() {
        return List.of();
    }

    @Override
    public int loadPermille() {
        return loadPermille;
    }

    @Override
    public long bandwidthBps() {
        return 0;
    }

    @Override
    public Fingerprint fingerprint() {
        return Objects.requireNonNull(Fingerprint.parse("sha-256 " + "AB:".repeat(31) + "CD"));
    }

    /** What was told so far, in order; and forgets it. */
    synchronized List<MediaCommand> take() {
        List<MediaCommand> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    synchronized <T extends MediaCommand> List<T> all(Class<T> type) {
        return commands.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends MediaCommand> T last(Class<T> type) {
        return all(type).getLast();
    }

    /** Says something as the loop would. */
    void happens(MediaEvent event) {
        Objects.requireNonNull(sinks.get(event.transport())).accept(event);
    }
}
