package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What two media loops tell each other over a link beside media. Immutable, any thread.
 *
 * <p>Body layouts: {@code docs/backbone.md}. Every one of them is behind {@code type (1) | length (2)}.
 */
public sealed interface LinkFrame
        permits Demand, TrackState, KeyFrameWanted, SenderReportFrame, PathReport, HandshakeWanted {
    /** No frame is longer, so that each fits a datagram with room for what else there is. */
    int MAX_BYTES = 1120;

    /** Bytes of type and length before a body. */
    int HEADER_BYTES = 3;

    /**
     * Whether it is delivered once and in order, resent until the peer has it. What the next one makes obsolete is not.
     */
    boolean isReliable();

    /**
     * Writes type, length and body.
     *
     * @return bytes written; -1 if there is no room, or the frame is longer than {@link #MAX_BYTES}
     */
    static int write(LinkFrame frame, ByteBuffer out, int offset) {
        WireWriter writer = new WireWriter();
        writer.reset(out, offset, Math.min(out.limit(), offset + MAX_BYTES))
                .u8(typeOf(frame))
                .u16(0);
        switch (frame) {
            case Demand demand -> demand.write(writer);
            case TrackState state -> state.write(writer);
            case KeyFrameWanted wanted -> writer.u16(wanted.alias());
            case SenderReportFrame report -> report.write(writer);
            case PathReport path -> path.write(writer);
            case HandshakeWanted ignored -> {}
        }
        if (writer.length() > 0) {
            out.putShort(offset + 1, (short) (writer.length() - HEADER_BYTES));
        }
        return writer.length();
    }

    /**
     * Reads a body. Bytes behind what this version knows are ignored: a later version may have added fields.
     *
     * @param type the frame's first byte
     * @return null if the type is unknown or the body is no valid one
     */
    static @Nullable LinkFrame read(int type, ByteBuffer in, int offset, int length) {
        if (offset < 0 || length < 0 || length > MAX_BYTES || offset > in.limit() - length) {
            return null;
        }
        WireReader reader = new WireReader().reset(in, offset, length);
        return switch (type) {
            case FrameType.DEMAND -> Demand.read(reader);
            case FrameType.TRACK_STATE -> TrackState.read(reader);
            case FrameType.KEY_FRAME_WANTED -> KeyFrameWanted.read(reader);
            case FrameType.SENDER_REPORT -> SenderReportFrame.read(reader);
            case FrameType.PATH -> PathReport.read(reader);
            case FrameType.HANDSHAKE_WANTED -> new HandshakeWanted();
            default -> null;
        };
    }

    /** Whether this version reads such frames. */
    static boolean isKnown(int type) {
        return (type >= FrameType.DEMAND && type <= FrameType.PATH) || type == FrameType.HANDSHAKE_WANTED;
    }

    private static int typeOf(LinkFrame frame) {
        return switch (frame) {
            case Demand demand -> FrameType.DEMAND;
            case TrackState state -> FrameType.TRACK_STATE;
            case KeyFrameWanted wanted -> FrameType.KEY_FRAME_WANTED;
            case SenderReportFrame report -> FrameType.SENDER_REPORT;
            case PathReport path -> FrameType.PATH;
            case HandshakeWanted ignored -> FrameType.HANDSHAKE_WANTED;
        };
    }
}
