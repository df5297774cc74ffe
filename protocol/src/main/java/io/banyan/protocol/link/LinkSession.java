package io.banyan.protocol.link;

import io.banyan.protocol.rtp.CodecId;
import java.nio.ByteBuffer;

/**
 * One end of a link after its handshake: packs frames into sealed datagrams and takes them apart again, repairs losses,
 * keeps within the path's capacity. Owned by a media loop.
 *
 * <p>Whoever owns it calls {@link #flush} at the end of each batch and {@link #onTick} every 5 to 20 ms. The wire format,
 * byte by byte: {@code docs/backbone.md}.
 */
public final class LinkSession {
    /** How long datagrams under the keys before a {@link #rekey} are still opened. */
    public static final long PREVIOUS_KEYS_NANOS = KeyGenerations.KEEP_PREVIOUS_NANOS;

    private final LinkListener listener;
    private final LinkStatistics statistics = new LinkStatistics();
    private final DatagramProtection protection;
    private final LinkSender sender;
    private final LinkReceiver receiver;
    private final Liveness liveness;
    private final OrderedInbox ordered = new OrderedInbox();
    private final MediaFrame media = new MediaFrame();
    private final FeedbackFrame feedback = new FeedbackFrame();

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
        this(new KeyGenerations(role, keys, localId, remoteId, nowNanos), output, listener, nowNanos);
    }

    private LinkSession(DatagramProtection protection, LinkOutput output, LinkListener listener, long nowNanos) {
        this.listener = listener;
        this.protection = protection;
        this.sender = new LinkSender(protection, output, listener, statistics, nowNanos);
        this.receiver = new LinkReceiver(protection, statistics);
        this.liveness = new Liveness(nowNanos);
    }

    /**
     * One end of a link within a process, whose datagrams are neither sealed nor authenticated. They must come by a way
     * that nobody else can use.
     *
     * @param localId what the peer writes into datagrams for us
     * @param remoteId what we write into datagrams for the peer
     */
    public static LinkSession plain(
            int localId, int remoteId, LinkOutput output, LinkListener listener, long nowNanos) {
        return new LinkSession(new PlainDatagrams(localId, remoteId), output, listener, nowNanos);
    }

    /**
     * Takes over the keys of a new handshake with the same peer. Both generations open datagrams for a while; we seal with
     * the new one as soon as the peer is known to have it. Numbers, history and counters go on.
     *
     * @throws IllegalStateException if the link is within a process and has no keys
     */
    public void rekey(LinkRole role, LinkKeys newKeys, int localId, int remoteId, long nowNanos) {
        if (!(protection instanceof KeyGenerations keys)) {
            throw new IllegalStateException("a link within a process has no keys");
        }
        keys.add(role, newKeys, localId, remoteId, nowNanos);
    }

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
        if (alias < 1 || alias > 0xFFFF) {
            throw new IllegalArgumentException("an alias is 1 to 65535, not " + alias);
        }
        int flags = (marker ? MediaFrame.FLAG_MARKER : 0) | (epoch & 7) << MediaFrame.EPOCH_SHIFT;
        return sender.sendMedia(
                alias, flags, codec, wireSeq, rtpTimestamp, extensions, payload, offset, length, dropClass, nowNanos);
    }

    /**
     * Sends something else. What {@link LinkFrame#isReliable is reliable} is resent until the peer has it.
     *
     * @return false if it was refused: longer than a frame may be, or too much waits already
     */
    public boolean sendControl(LinkFrame frame, long nowNanos) {
        return sender.sendControl(frame, nowNanos);
    }

    /** Ends a batch: seals and sends what is open. */
    public void flush(long nowNanos) {
        receiver.collectFeedback(sender, ordered.expected(), nowNanos);
        sender.flush(nowNanos);
    }

    /** Does what is due by now: heartbeats, feedback, requests for what is missing, resending. Flushes. */
    public void onTick(long nowNanos) {
        liveness.onTick(nowNanos);
        receiver.collectFeedback(sender, ordered.expected(), nowNanos);
        sender.onTick(nowNanos);
    }

    /**
     * Takes a datagram for this link ({@link LinkDatagram}); whatever is wrong with it is counted.
     *
     * @return whether it is authentic and the newest until now, so that where it came from is where the peer is
     */
    public boolean onDatagram(ByteBuffer buffer, int offset, int length, long nowNanos) {
        int end = receiver.open(buffer, offset, length, nowNanos);
        if (end < 0) {
            return false;
        }
        liveness.onHeard(nowNanos);
        boolean newest = receiver.lastWasNewest();
        readFrames(OutboundDatagram.FRAMES_AT, end, false, !receiver.lastWasRepaired(), nowNanos);
        return newest;
    }

    /**
     * @param isRepair of frames within a repair, where what is about datagrams is old and nothing
     * @param isNews false for frames that a repair has brought before
     */
    private void readFrames(int from, int end, boolean isRepair, boolean isNews, long nowNanos) {
        ByteBuffer in = receiver.frames();
        int at = from;
        while (at < end) {
            int length = switch (in.get(at)) {
                case FrameType.MEDIA -> onMedia(in, at, end, isNews, nowNanos);
                case FrameType.ORDERED -> onOrdered(in, at, end, nowNanos);
                case FrameType.FEEDBACK -> onFeedback(in, at, end, isRepair, nowNanos);
                case FrameType.REPAIR -> onRepair(in, at, end, isRepair, nowNanos);
                case FrameType.GONE -> onGone(in, at, end, isRepair);
                default -> onPlain(in, at, end, isNews, nowNanos);
            };
            if (length < 0) {
                statistics.count(LinkDrop.MALFORMED_FRAME);
                return;
            }
            at += length;
        }
    }

    private int onMedia(ByteBuffer in, int at, int end, boolean isNews, long nowNanos) {
        int length = media.wrap(in, at, end);
        if (length > 0 && isNews) {
            if (media.hasKnownCodec()) {
                statistics.receivedMediaFrames++;
                listener.onMedia(media, nowNanos);
            } else {
                statistics.count(LinkDrop.UNKNOWN_CODEC);
            }
        }
        return length;
    }

    private int onOrdered(ByteBuffer in, int at, int end, long nowNanos) {
        int frameAt = at + OrderedOutbox.HEADER_BYTES;
        int length = frameLength(in, frameAt, end);
        if (length < 0 || length > LinkFrame.MAX_BYTES) {
            return -1;
        }
        ordered.offer(in.getShort(at + 1) & 0xFFFF, in, frameAt, length);
        receiver.onOrdered();
        byte[] next = ordered.poll();
        while (next != null) {
            deliver(ByteBuffer.wrap(next), 0, next.length, nowNanos);
            next = ordered.poll();
        }
        return OrderedOutbox.HEADER_BYTES + length;
    }

    private int onPlain(ByteBuffer in, int at, int end, boolean isNews, long nowNanos) {
        int length = frameLength(in, at, end);
        if (length >= 0 && isNews) {
            deliver(in, at, length, nowNanos);
        }
        return length;
    }

    private void deliver(ByteBuffer in, int at, int length, long nowNanos) {
        int type = in.get(at) & 0xFF;
        LinkFrame frame = LinkFrame.read(type, in, at + LinkFrame.HEADER_BYTES, length - LinkFrame.HEADER_BYTES);
        if (frame != null) {
            listener.onControl(frame, nowNanos);
        } else {
            statistics.count(LinkFrame.isKnown(type) ? LinkDrop.MALFORMED_FRAME : LinkDrop.UNKNOWN_FRAME);
        }
    }

    /** Of a frame that says its length; -1 if it is of a type that does not, or too long for its place. */
    private static int frameLength(ByteBuffer in, int at, int end) {
        if (end - at < LinkFrame.HEADER_BYTES || (in.get(at) & 0xFF) < FrameType.FIRST_WITH_LENGTH) {
            return -1;
        }
        int length = LinkFrame.HEADER_BYTES + (in.getShort(at + 1) & 0xFFFF);
        return length <= end - at ? length : -1;
    }

    private int onFeedback(ByteBuffer in, int at, int end, boolean isRepair, long nowNanos) {
        int length = feedback.wrap(in, at, end);
        if (length > 0 && !isRepair) {
            sender.onFeedback(feedback, nowNanos);
        }
        return length;
    }

    private int onRepair(ByteBuffer in, int at, int end, boolean isRepair, long nowNanos) {
        if (end - at < RepairFrame.HEADER_BYTES) {
            return -1;
        }
        int length = RepairFrame.HEADER_BYTES + RepairFrame.count(in, at);
        if (length > end - at) {
            return -1;
        }
        if (!isRepair && receiver.acceptRepair(RepairFrame.seqLow(in, at))) {
            readFrames(at + RepairFrame.HEADER_BYTES, at + length, true, true, nowNanos);
        }
        return length;
    }

    private int onGone(ByteBuffer in, int at, int end, boolean isRepair) {
        if (end - at < RepairFrame.GONE_BYTES) {
            return -1;
        }
        if (!isRepair) {
            receiver.onGone(RepairFrame.seqLow(in, at), RepairFrame.count(in, at));
        }
        return RepairFrame.GONE_BYTES;
    }

    /** Whether the peer was silent for {@value Liveness#SUSPECT_MILLIS} ms, not counting our own stalls. */
    public boolean isSuspect(long nowNanos) {
        return liveness.isSuspect(nowNanos);
    }

    /** Whether the peer was silent for {@value Liveness#DEAD_MILLIS} ms, not counting our own stalls. */
    public boolean isDead(long nowNanos) {
        return liveness.isDead(nowNanos);
    }

    /** Round-trip time, smoothed; 0 while unknown. */
    public long rttNanos() {
        return sender.rttNanos();
    }

    /** What is lost of what we send, before repair: 0 to 1, over the last few hundred datagrams. */
    public double sendLossFraction() {
        return sender.lossFraction();
    }

    /** What is lost of what the peer sends, before repair: 0 to 1, over the last few hundred datagrams. */
    public double receiveLossFraction() {
        return receiver.lossFraction();
    }

    /** What the path is thought to carry, bits per second of UDP payload. */
    public long targetBitrateBps() {
        return sender.targetBps();
    }

    /** What we sent over the last second, bits per second of UDP payload. */
    public long sendBitrateBps(long nowNanos) {
        return sender.sentBps(nowNanos);
    }

    public LinkStatistics statistics() {
        return statistics;
    }
}
