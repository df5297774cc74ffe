package io.banyan.node.media.receive;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
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

    /** So many packets in a row that are too old to be true: the stream began anew and did not say so. */
    static final int MAX_TOO_OLD = 50;

    private static final int NONE = -1;
    private static final int VERSION_2 = 0x80;
    private static final int HAS_EXTENSIONS = 0x10;
    private static final int MARKER = 0x80;
    private static final int FIXED_HEADER_BYTES = 12;
    private static final int EXTENSION_HEADER_BYTES = 4;
    private static final PayloadTypeMap PAYLOAD_TYPES = canonicalPayloadTypes();

    private final EncodingReceiver encoding;
    private final DropCounters drops;
    private boolean isFresh = true;
    private int lineage = NONE;
    private int lastSsrc;
    private int tooOld;

    public RelayedStream(EncodingReceiver encoding, DropCounters drops) {
        this.encoding = encoding;
        this.drops = drops;
    }

    /**
     * How a track is received that comes over links. Nothing is asked for again by its own numbers: links repair by
     * theirs. But what never came has to be noticed.
     */
    public static ReceiveSettings settings(MediaKind kind, List<String> rids) {
        return new ReceiveSettings(kind, rids, PAYLOAD_TYPES, ExtensionMap.CANONICAL, true);
    }

    public EncodingReceiver encoding() {
        return encoding;
    }

    /** What comes next is asked for anew: after a pause, or from another parent. */
    public void begin() {
        isFresh = true;
    }

    /** What comes next begins anew, whatever its numbers say. */
    public void restart() {
        isFresh = true;
        lineage = NONE;
    }

    /**
     * Takes a packet.
     *
     * @param packetLineage which life of the publisher's SSRC it is of, 0 to 7
     * @param profile of the extensions (RFC 8285 §4), 0: there are none
     * @param extensionsOffset of the elements, without their header
     * @param payloadLength 0: this number is padding
     * @param isRepair whether it was lost on the link before
     */
    public void accept(
            CodecId codec,
            boolean marker,
            int packetLineage,
            int wireSeq,
            int timestamp,
            int profile,
            ByteBuffer source,
            int extensionsOffset,
            int extensionsLength,
            int payloadOffset,
            int payloadLength,
            boolean isRepair,
            long nowNanos) {
        int extensionWords = profile == 0 ? 0 : (extensionsLength + 3) / 4;
        int headerBytes = FIXED_HEADER_BYTES + (profile == 0 ? 0 : EXTENSION_HEADER_BYTES + 4 * extensionWords);
        if (headerBytes + payloadLength > PacketSlot.CAPACITY_BYTES) {
            drops.count(DropReason.PACKET_TOO_LARGE);
            return;
        }
        if (!enter(packetLineage, wireSeq, nowNanos)) {
            return;
        }
        PacketSlot slot = encoding.reserve();
        ByteBuffer out = slot.buffer();
        int at = slot.offset();
        out.put(at, (byte) (profile == 0 ? VERSION_2 : VERSION_2 | HAS_EXTENSIONS));
        out.put(at + 1, (byte) ((marker ? MARKER : 0) | codec.number()));
        out.putShort(at + 2, (short) wireSeq);
        out.putInt(at + 4, timestamp);
        out.putInt(at + 8, lastSsrc);
        if (profile != 0) {
            int block = at + FIXED_HEADER_BYTES;
            out.putShort(block, (short) profile);
            out.putShort(block + 2, (short) extensionWords);
            int padded = block + EXTENSION_HEADER_BYTES;
            out.put(padded, source, extensionsOffset, extensionsLength);
            for (int i = extensionsLength; i < 4 * extensionWords; i++) {
                out.put(padded + i, (byte) 0);
            }
        }
        out.put(at + headerBytes, source, payloadOffset, payloadLength);
        if (encoding.onRelayed(slot, headerBytes + payloadLength, isRepair, nowNanos)) {
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

    private boolean enter(int packetLineage, int wireSeq, long nowNanos) {
        if (isFresh) {
            isFresh = false;
            if (lineage != packetLineage || !goesOn(wireSeq, nowNanos)) {
                beginAnew(packetLineage);
            }
            return true;
        }
        if (packetLineage == lineage) {
            return true;
        }
        if (((packetLineage - lineage) & (EncodingReceiver.LINEAGES - 1)) >= EncodingReceiver.LINEAGES / 2) {
            drops.count(DropReason.LINK_STALE_EPOCH);
            return false;
        }
        beginAnew(packetLineage);
        return true;
    }

    private boolean goesOn(int wireSeq, long nowNanos) {
        int ahead = (short) (wireSeq - (int) encoding.highestSeq());
        return nowNanos - encoding.lastArrivalNanos() < CONTINUES_NANOS && Math.abs(ahead) < PacketRing.AUDIO_SLOTS;
    }

    private void beginAnew(int packetLineage) {
        lineage = packetLineage;
        encoding.bindRelayed(++lastSsrc, packetLineage);
    }

    private static PayloadTypeMap canonicalPayloadTypes() {
        PayloadTypeMap.Builder builder = PayloadTypeMap.builder();
        for (CodecId codec : CodecId.values()) {
            builder.codec(codec.number(), codec);
        }
        return builder.build();
    }
}
