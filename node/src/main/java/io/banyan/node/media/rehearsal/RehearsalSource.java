package io.banyan.node.media.rehearsal;

import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.AbsCaptureTime;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Packets of a microphone or a camera of which nothing is real but their form. */
final class RehearsalSource {
    private static final int AUDIO_BYTES = 80;
    private static final int VIDEO_BYTES = 1_000;
    private static final int KEYFRAME_EVERY = 32;
    /** Descriptor without optional fields, a frame's first packet (RFC 7741 §4.2), and the frame's first byte (§4.3). */
    private static final byte[] VP8_KEYFRAME = {0x10, 0x10};

    private static final byte[] VP8_DELTA = {0x10, 0x11};

    private final boolean isAudio;
    private final int ssrc;
    private final String mid;
    private final RtpClock clock;
    private final ExtensionWriter extensions = new ExtensionWriter();
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private int packets;

    RehearsalSource(MediaKind kind, int ssrc) {
        isAudio = kind == MediaKind.AUDIO;
        this.ssrc = ssrc;
        mid = isAudio ? RehearsalLines.AUDIO : RehearsalLines.VIDEO;
        clock = new RtpClock(isAudio ? 48_000 : 90_000);
    }

    /**
     * Writes the next packet at the beginning of a buffer, each a frame.
     *
     * @return bytes written
     */
    int write(int transportSeq, long nowNanos, ByteBuffer out) {
        extensions.reset();
        ByteBuffer name = ByteBuffer.wrap(mid.getBytes(StandardCharsets.US_ASCII));
        extensions.add(RehearsalLines.EXTENSIONS.idOf(HeaderExtension.MID), name, 0, name.capacity());
        extensions.add(RehearsalLines.EXTENSIONS.idOf(HeaderExtension.TRANSPORT_CC), transportSeq & 0xffff, 2);
        ByteBuffer captured = ByteBuffer.allocate(AbsCaptureTime.SHORT_VALUE_BYTES);
        int bytes = new AbsCaptureTime(NtpTime.fromUnixNanos(nowNanos), false, 0).write(captured, 0);
        extensions.add(RehearsalLines.EXTENSIONS.idOf(HeaderExtension.ABS_CAPTURE_TIME), captured, 0, bytes);
        int headerBytes = header.payloadType(isAudio ? RehearsalLines.OPUS : RehearsalLines.VP8)
                .marker(!isAudio)
                .padding(false)
                .wireSeq(packets & 0xffff)
                .timestamp((int) clock.toTicks(nowNanos))
                .ssrc(ssrc)
                .noCsrcs()
                .write(out, 0, extensions);
        if (!isAudio) {
            out.put(headerBytes, packets % KEYFRAME_EVERY == 0 ? VP8_KEYFRAME : VP8_DELTA);
        }
        packets++;
        return headerBytes + (isAudio ? AUDIO_BYTES : VIDEO_BYTES);
    }

    SenderReport report(long nowNanos) {
        int ticks = (int) clock.toTicks(nowNanos);
        return new SenderReport(ssrc, NtpTime.fromUnixNanos(nowNanos), ticks, packets, 0, List.of());
    }
}
