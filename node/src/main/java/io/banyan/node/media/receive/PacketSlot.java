package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpView;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One place in a {@link PacketRing} and what is known of the packet in it. Owned by a media loop. Whoever keeps a slot
 * keeps its {@link #generation} beside it and looks again before reading: the ring writes over it.
 */
public final class PacketSlot {
    /** An Ethernet frame's worth: a larger RTP packet did not come in one datagram over the internet. */
    public static final int CAPACITY_BYTES = 1500;

    static final long EMPTY = -1;

    /** Canonical extension numbers are 1 to 14. */
    private static final int EXTENSIONS = 15;

    private final ByteBuffer buffer;
    private final int offset;
    private final int[] extensionOffsets = new int[EXTENSIONS];
    private final int[] extensionLengths = new int[EXTENSIONS];
    private final FrameLayers layers = new FrameLayers();
    private int generation;
    private int length;
    private long seq = EMPTY;
    private long rtpTicks;
    private CodecId codec = CodecId.OPUS;
    private boolean marker;
    private boolean keyframeStart;
    private boolean retransmitted;
    private int payloadOffset;
    private int payloadLength;
    private int primaryBegin;
    private long arrivalNanos;
    private long captureNanos = CaptureClock.UNKNOWN;

    PacketSlot(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
    }

    /** A place outside any ring, for a packet whose stream is not known yet. */
    public static PacketSlot standalone() {
        return new PacketSlot(ByteBuffer.allocate(CAPACITY_BYTES), 0);
    }

    /** Forgets the packet: its bytes are about to be written over. */
    void invalidate() {
        generation++;
        seq = EMPTY;
    }

    /** Takes over what the header says. */
    void describe(RtpView view, CodecId packetCodec, boolean isRetransmitted, long ticks, long nowNanos) {
        length = view.length();
        codec = packetCodec;
        marker = view.marker();
        retransmitted = isRetransmitted;
        rtpTicks = ticks;
        payloadOffset = view.payloadOffset();
        payloadLength = view.payloadLength();
        primaryBegin = 0;
        arrivalNanos = nowNanos;
        captureNanos = CaptureClock.UNKNOWN;
        keyframeStart = false;
        layers.clear();
    }

    /** Notes where the extensions lie that the mesh knows. */
    void locateExtensions(RtpView view, HeaderExtensions reader, ExtensionMap numbering) {
        Arrays.fill(extensionLengths, -1);
        reader.reset(view);
        while (reader.next()) {
            HeaderExtension extension = numbering.at(reader.id());
            if (extension != null) {
                extensionOffsets[extension.number()] = reader.valueOffset();
                extensionLengths[extension.number()] = reader.valueLength();
            }
        }
    }

    void describePayload(boolean isKeyframeStart) {
        keyframeStart = isKeyframeStart;
    }

    /** It is redundant audio (RFC 2198) in the mesh's numbering, whose primary block begins so far into the payload. */
    void describeRedundancy(int bytesBeforePrimary) {
        primaryBegin = bytesBeforePrimary;
    }

    void stored(long packetSeq) {
        seq = packetSeq;
    }

    void captured(long nanos) {
        captureNanos = nanos;
    }

    /** Whether the slot still holds what it held in this generation. */
    public boolean isStill(int keptGeneration) {
        return generation == keptGeneration && seq != EMPTY;
    }

    /** Changes whenever the slot's bytes are written over; wraps. */
    public int generation() {
        return generation;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where the packet begins, absolute in the buffer. */
    public int offset() {
        return offset;
    }

    /** Bytes of the packet. */
    public int length() {
        return length;
    }

    /** The publisher's sequence number, unwrapped. */
    public long seq() {
        return seq;
    }

    /** The publisher's timestamp, unwrapped, in ticks of the codec's clock. */
    public long rtpTicks() {
        return rtpTicks;
    }

    public CodecId codec() {
        return codec;
    }

    public boolean marker() {
        return marker;
    }

    /** Whether a decoder can start with this packet. Always true for audio. */
    public boolean isKeyframeStart() {
        return keyframeStart;
    }

    /** Which layers its frame is of. */
    public FrameLayers layers() {
        return layers;
    }

    /** Whether it came as a retransmission (RFC 4588). */
    public boolean isRetransmitted() {
        return retransmitted;
    }

    /** Absolute in the buffer. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes without padding; 0: padding only. */
    public int payloadLength() {
        return payloadLength;
    }

    /**
     * Bytes of the payload before the primary block of redundant audio (RFC 2198); 0: it is no redundant audio, or may not
     * be looked into.
     */
    public int primaryBegin() {
        return primaryBegin;
    }

    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** When it was captured, on the node's clock; {@link CaptureClock#UNKNOWN} if that cannot be said. */
    public long captureNanos() {
        return captureNanos;
    }

    /** Bytes of an extension's value, -1 if the packet has none. */
    public int extensionLength(HeaderExtension extension) {
        return extensionLengths[extension.number()];
    }

    /** Where an extension's value begins, absolute in the buffer. Only if the packet has it. */
    public int extensionOffset(HeaderExtension extension) {
        return extensionOffsets[extension.number()];
    }
}
