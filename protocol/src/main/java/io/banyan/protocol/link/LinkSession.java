package io.banyan.protocol.link;

import io.banyan.protocol.rtp.CodecId;
import java.nio.ByteBuffer;

/**
 * One end of a link after its handshake: packs frames into sealed datagrams and takes them apart again, repairs losses,
 * keeps within the path's capacity. Owned by a media loop.
 *
 * <p>Whoever owns it calls {@link #flush} at the end of each batch and {@link #onTick} every 5 to 20 ms.
 */
public final class LinkSession {
    private final LinkStatistics statistics = new LinkStatistics();

    /**
     * @param localId what the peer writes into datagrams for us, as we said in the handshake
     * @param remoteId what we write into datagrams for the peer
     */
    public LinkSession(
            LinkRole role,
            LinkKeys keys,
            int localId,
            int remoteId,
            LinkOutput output,
            LinkListener listener,
            long nowNanos) {
    }

    /**
     * Takes over the keys of a new handshake with the same peer. Both generations open datagrams for a while; we seal with
     * the new one as soon as the peer is known to have it. Numbers, history and counters go on.
     */
    public void rekey(LinkRole role, LinkKeys keys, int localId, int remoteId, long nowNanos) {}

    /**
     * Packs a packet of a demanded encoding.
     *
     * @param alias 1 to 65535, as the peer's {@link Demand} says
     * @param epoch of the SSRC; three bits of it are sent
     * @param length of the payload in bytes; 0 says that this sequence number never comes
     * @return false if it was dropped: too long, or the link has no room for its class. The peer is told not to wait
     */
    public boolean sendMedia(
            int alias,
            boolean marker,
            int epoch,
            CodecId codec,
            int wireSeq,
            int rtpTimestamp,
            MediaExtensions extensions,
            ByteBuffer payload,
            int offset,
            int length,
            DropClass dropClass,
            long nowNanos) {
        return true;
    }

    /**
     * Sends something else. What {@link LinkFrame#isReliable is reliable} is resent until the peer has it.
     *
     * @return false if it was refused: longer than a frame may be, or too much waits already
     */
    public boolean sendControl(LinkFrame frame, long nowNanos) {
        return true;
    }

    /** Ends a batch: seals and sends what is open. */
    public void flush(long nowNanos) {}

    /** Does what is due by now: heartbeats, feedback, requests for what is missing, resending. Flushes. */
    public void onTick(long nowNanos) {}

    /**
     * Takes a sealed datagram for this link ({@link LinkDatagram}); whatever is wrong with it is counted.
     *
     * @return whether it is authentic and the newest until now, so that where it came from is where the peer is
     */
    public boolean onDatagram(ByteBuffer buffer, int offset, int length, long nowNanos) {
        return false;
    }

    /** Whether the peer was heard within {@value Liveness#SUSPECT_MILLIS} ms, not counting our own stalls. */
    public boolean isSuspect(long nowNanos) {
        return false;
    }

    /** Whether the peer has been silent for so long that there is no use in waiting, not counting our own stalls. */
    public boolean isDead(long nowNanos) {
        return false;
    }

    /** Round-trip time, smoothed; 0 while unknown. */
    public long rttNanos() {
        return 0;
    }

    /** What is lost of what we send, before repair: 0 to 1, over the last seconds. */
    public double sendLossFraction() {
        return 0;
    }

    /** What is lost of what the peer sends, before repair: 0 to 1, over the last seconds. */
    public double receiveLossFraction() {
        return 0;
    }

    /** What the path is thought to carry, bits per second of UDP payload. */
    public long targetBitrateBps() {
        return 0;
    }

    /** What we send at present, bits per second of UDP payload. */
    public long sendBitrateBps() {
        return 0;
    }

    public LinkStatistics statistics() {
        return statistics;
    }
}
