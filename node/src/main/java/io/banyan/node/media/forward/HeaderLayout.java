package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.rtp.AbsSendTime;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Lays the RTP header of a packet on a slot, in the subscriber's numbering of extensions: what belongs to this hop is
 * made anew (mid, abs-send-time, transport-wide number), what belongs to the media is passed on if both sides
 * negotiated it, the rest is dropped. Owned by a media loop.
 */
final class HeaderLayout {
    /** Passed on as they are. The dependency descriptor is passed on too, renumbered. */
    private static final HeaderExtension[] PASSED = {
        HeaderExtension.AUDIO_LEVEL,
        HeaderExtension.VIDEO_ORIENTATION,
        HeaderExtension.PLAYOUT_DELAY,
        HeaderExtension.ABS_CAPTURE_TIME
    };

    private static final int TRANSPORT_CC_BYTES = 2;

    private final RtpHeaderWriter header;
    private final ExtensionWriter extensions;
    private final ByteBuffer descriptor;
    private final FrameNumberRewriter frameNumbers;
    private final ByteBuffer mid;
    private final ExtensionMap numbering;

    HeaderLayout(String mid, ExtensionMap numbering, FrameNumberRewriter frameNumbers, Workbench workbench) {
        header = workbench.headers;
        extensions = workbench.extensions;
        descriptor = workbench.descriptor;
        this.mid = ByteBuffer.wrap(mid.getBytes(StandardCharsets.UTF_8));
        this.numbering = numbering;
        this.frameNumbers = frameNumbers;
    }

    /**
     * Writes a header at the beginning of a buffer, the transport-wide number as 0.
     *
     * @param withMedia whether to pass on the extensions of the packet in the slot
     * @return bytes written; -1: no room
     */
    int write(
            PacketSlot slot,
            Rewritten rewritten,
            boolean withMedia,
            int payloadType,
            int ssrc,
            int wireSeq,
            ByteBuffer out,
            long nowNanos) {
        extensions.reset();
        extensions.add(numbering.idOf(HeaderExtension.MID), mid, 0, mid.capacity());
        extensions.add(
                numbering.idOf(HeaderExtension.ABS_SEND_TIME),
                AbsSendTime.fromNanos(nowNanos),
                AbsSendTime.VALUE_BYTES);
        extensions.add(numbering.idOf(HeaderExtension.TRANSPORT_CC), 0, TRANSPORT_CC_BYTES);
        if (withMedia) {
            for (HeaderExtension extension : PASSED) {
                int length = slot.extensionLength(extension);
                if (length >= 0) {
                    extensions.add(numbering.idOf(extension), slot.buffer(), slot.extensionOffset(extension), length);
                }
            }
            frameNumbers.write(
                    slot, rewritten, numbering.idOf(HeaderExtension.DEPENDENCY_DESCRIPTOR), descriptor, extensions);
        }
        header.payloadType(payloadType)
                .marker(rewritten.marker)
                .padding(false)
                .wireSeq(wireSeq)
                .timestamp(rewritten.timestamp)
                .ssrc(ssrc)
                .noCsrcs()
                .csrc(rewritten.csrc);
        return header.write(out, 0, extensions);
    }

    /** Whether the subscriber negotiated transport-wide numbers. */
    boolean isNumbered() {
        return numbering.idOf(HeaderExtension.TRANSPORT_CC) != 0;
    }

    /** Puts the transport-wide number into the header that was written last. */
    void number(ByteBuffer out, int headerLength, int transportSeq) {
        int at = extensions.valuePositionOf(numbering.idOf(HeaderExtension.TRANSPORT_CC));
        if (at >= 0) {
            out.putShort(headerLength - extensions.blockBytes() + at, (short) transportSeq);
        }
    }
}
