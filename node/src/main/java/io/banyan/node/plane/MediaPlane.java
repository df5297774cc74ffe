package io.banyan.node.plane;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The media loops of this node, as control sees them. Any thread may call; nothing here blocks. */
public interface MediaPlane {
    /**
     * Chooses one of the loops that carry {@code room} on this node, or another one where they are busy, and names a transport
     * on it. Nothing is opened yet.
     */
    TransportId newTransport(RoomId room);

    /**
     * Hands a command to the loop that it names ({@link MediaCommand#loop()}). Commands of one thread to one loop are
     * executed in the order of submission.
     *
     * @return false if the loop's queue is full: the command was refused and counted, nothing will happen
     */
    boolean submit(MediaCommand command);

    /** Addresses that a client may send to in order to reach {@code loop}, best first; never empty. */
    List<InetSocketAddress> addresses(int loop);

    /** Where the media of {@code room} is on this node: what other nodes' loops take its tracks from. */
    MediaEndpoint endpoint(RoomId room);

    /** How a remote track came here in the last second, null if nobody here wants it or nothing is known yet. */
    @Nullable
    TrackPath path(RoomId room, TrackId track);

    /** What the links of all loops did in the last second. */
    List<LinkSample> links();

    /** How busy the busiest loop was in the last seconds, in thousandths. */
    int loadPermille();

    /** What the machine's way to the network carries in either direction, bits a second; 0: not known. */
    long bandwidthBps();

    /** Of the certificate that this node shows in every DTLS handshake with a client (RFC 8122). */
    Fingerprint fingerprint();
}
