package io.banyan.node.media.receive;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.link.MediaFrame;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One encoding whose packets come over links: each is written back into an RTP packet in the mesh's own numbering, and
 * goes the way of a publisher's packets from there. Owned by a media loop.
 *
 * <p>The same encoding may come from two parents at a time while one takes over from the other: they are merged by their
 * original numbers.
 */
public final class RelayedStream {
    /** After a longer pause the 16 bits of a sequence number may mean anything. */
    static final long CONTINUES_NANOS = 2_000_000_000;

    /** A gap of more packets is mended by a key frame, not by waiting. */
    static final int CONTINUES_PACKETS = 128;

    /** So many packets in a row that are too old to be true: the stream began anew and did not say so. */
    static final int MAX_TOO_OLD = 50;

    private static final int NONE = -1;
    private static final PayloadTypeMap PAYLOAD_TYPES = canonicalPayloadTypes();

    private final EncodingReceiver encoding;
    private final DropCounters drops;
    private final RtpHeaderWriter header = new RtpHeaderWriter().noCsrcs();
    private final ExtensionWriter extensions = new ExtensionWriter();
    private boolean isFresh = true;
    private int lineage = NONE;
    private int ssrc;
    private int tooOld;

    public RelayedStream(EncodingReceiver encoding, DropCounters drops) {
        this.encoding = encoding;
        this.drops = drops;
        encoding.presence().announce(false);
    }

    /**
     * How a track is received that comes over links. Nothing is asked for again by its own numbers, links repair by
     * theirs; but what never came has to be noticed.
     */
    public static ReceiveSettings settings(MediaKind kind, List<String> rids) {
        return new ReceiveSettings(kind, rids, PAYLOAD_TYPES, ExtensionMap.CANONICAL, true);
    }

    public EncodingReceiver encoding() {
        return encoding;
    }

    /** Whether what came goes on, if somebody sends what came after it. */
    public boolean canResume(long nowNanos) {
        return lineage != NONE
                && encoding.highestSeq() >= 0
                && nowNanos - encoding.presence().lastArrivalNanos() < CONTINUES_NANOS;
    }

    /** The life that what came belongs to, as media frames have it. */
    public int lineage() {
        return lineage;
    }

    /** What comes next was asked for anew: after a pause, or from another parent. */
    public void begin() {
        isFresh = true;
    }

    /** What comes next begins anew, whatever its numbers say. */
    public void restart() {
        isFresh = true;
        lineage = NONE;
    }

    /** Takes a packet; one without payload says that its number is padding. */
    public void accept(MediaFrame frame, long nowNanos) {
        if (!enter(frame, nowNanos)) {
            drops.count(DropReason.LINK_STALE_EPOCH);
            return;
        }
        PacketSlot slot = encoding.reserve();
        extensions.reset();
        frame.copyExtensions(extensions);
        header.payloadType(frame.codec().number())
                .marker(frame.marker())
                .wireSeq(frame.wireSeq())
                .timestamp(frame.rtpTimestamp())
                .ssrc(ssrc);
        int headerBytes = header.headerBytes(extensions);
        if (headerBytes + frame.payloadLength() > PacketSlot.CAPACITY_BYTES) {
            drops.count(DropReason.PACKET_TOO_LARGE);
            return;
        }
        ByteBuffer out = slot.buffer();
        int _ = header.write(out, slot.offset(), extensions);
        out.put(slot.offset() + headerBytes, frame.buffer(), frame.payloadOffset(), frame.payloadLength());
        if (encoding.onPacket(slot, headerBytes + frame.payloadLength(), nowNanos)) {
            tooOld = 0;
        } else if (++tooOld > MAX_TOO_OLD) {
            tooOld = 0;
            restart();
        }
    }

    /** The publisher's sender report, relayed. */
    public void onSenderReport(long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        if (!isFresh) {
            encoding.onSenderReport(ntpTimestamp, rtpTimestamp, nowNanos);
        }
    }

    private boolean enter(MediaFrame frame, long nowNanos) {
        // Sound that was not among the loudest was kept back on the way: nothing of it is missing.
        isFresh |= encoding.track().kind() == MediaKind.AUDIO
                && nowNanos - encoding.presence().lastArrivalNanos() >= CONTINUES_NANOS;
        if (isFresh) {
            isFresh = false;
            if (frame.epoch() != lineage || !goesOn(frame.wireSeq(), nowNanos)) {
                beginAnew(frame.epoch());
            }
            return true;
        }
        if (frame.epoch() != lineage) {
            int ahead = (frame.epoch() - lineage) & (EncodingReceiver.LINEAGES - 1);
            if (ahead >= EncodingReceiver.LINEAGES / 2) {
                return false;
            }
            beginAnew(frame.epoch());
        }
        return true;
    }

    private boolean goesOn(int wireSeq, long nowNanos) {
        int ahead = (short) (wireSeq - (int) encoding.highestSeq());
        return nowNanos - encoding.presence().lastArrivalNanos() < CONTINUES_NANOS
                && Math.abs(ahead) < CONTINUES_PACKETS;
    }

    private void beginAnew(int newLineage) {
        lineage = newLineage;
        ssrc++;
        encoding.bindRelayed(ssrc, newLineage);
    }

    private static PayloadTypeMap canonicalPayloadTypes() {
        PayloadTypeMap.Builder builder = PayloadTypeMap.builder();
        for (CodecId codec : CodecId.values()) {
            builder.codec(codec.number(), codec);
        }
        return builder.build();
    }
}
