package io.banyan.node.media.testing;

import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes RTP packets as a publisher would. Every field stays until it is set again. */
public final class PacketMaker {
    private final RtpHeaderWriter header = new RtpHeaderWriter().noCsrcs();
    private final ExtensionWriter extensions = new ExtensionWriter();
    private final ByteBuffer out = ByteBuffer.allocate(1500);
    private String rid = "";
    private String repairedRid = "";
    private byte[] dependencyDescriptor = {};
    private int audioLevel = -1;

    public PacketMaker(int ssrc, int payloadType) {
        header.ssrc(ssrc).payloadType(payloadType);
    }

    public PacketMaker rid(String value) {
        rid = value;
        return this;
    }

    public PacketMaker repairedRid(String value) {
        repairedRid = value;
        return this;
    }

    public PacketMaker payloadType(int value) {
        header.payloadType(value);
        return this;
    }

    public PacketMaker audioLevel(int value) {
        audioLevel = value;
        return this;
    }

    public PacketMaker dependencyDescriptor(byte... value) {
        dependencyDescriptor = value;
        return this;
    }

    public byte[] packet(long seq, long rtpTicks, boolean marker, byte... payload) {
        return write(seq, rtpTicks, marker, false, payload);
    }

    /** One without payload. */
    public byte[] padding(long seq, long rtpTicks) {
        return write(seq, rtpTicks, false, true, new byte[] {0, 0, 0, 4});
    }

    private byte[] write(long seq, long rtpTicks, boolean marker, boolean padding, byte[] payload) {
        extensions.reset();
        add(TestPublisher.MID_ID, TestPublisher.MID.getBytes(StandardCharsets.US_ASCII));
        add(TestPublisher.RID_ID, rid.getBytes(StandardCharsets.US_ASCII));
        add(TestPublisher.REPAIRED_RID_ID, repairedRid.getBytes(StandardCharsets.US_ASCII));
        add(TestPublisher.DEPENDENCY_DESCRIPTOR_ID, dependencyDescriptor);
        if (audioLevel >= 0) {
            extensions.add(TestPublisher.AUDIO_LEVEL_ID, audioLevel, 1);
        }
        header.wireSeq((int) seq & 0xffff)
                .timestamp((int) rtpTicks)
                .marker(marker)
                .padding(padding);
        int length = header.write(out, 0, extensions);
        out.put(length, payload);
        return Arrays.copyOf(out.array(), length + payload.length);
    }

    private void add(int id, byte[] value) {
        if (value.length > 0) {
            extensions.add(id, ByteBuffer.wrap(value), 0, value.length);
        }
    }

    /**
     * A VP8 payload with 15-bit picture id and TL0PICIDX.
     *
     * @param tag becomes the last byte
     */
    public static byte[] vp8(boolean startsFrame, boolean keyframe, int pictureId, int tl0, int tag) {
        return vp8(startsFrame, keyframe, pictureId, tl0, 0, true, tag);
    }

    /**
     * The same of a temporal layer.
     *
     * @param isSync refers to layer 0 only
     */
    public static byte[] vp8(
            boolean startsFrame, boolean keyframe, int pictureId, int tl0, int temporalId, boolean isSync, int tag) {
        return new byte[] {
            (byte) (startsFrame ? 0x90 : 0x80),
            (byte) 0xe0, // I, L, T
            (byte) (0x80 | (pictureId >> 8 & 0x7f)),
            (byte) pictureId,
            (byte) tl0,
            (byte) ((temporalId << 6) | (isSync ? 0x20 : 0)),
            (byte) (keyframe ? 0x10 : 0x11),
            (byte) (tag >> 8),
            (byte) tag
        };
    }

    /** The same, its number of the slot instead of the publisher's. */
    public static int pictureId(byte[] payload) {
        return (payload[2] & 0x7f) << 8 | (payload[3] & 0xff);
    }
}
