package io.banyan.node.media.testing;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.receive.ReceiveSettings;
import io.banyan.node.media.receive.RtpStream;
import io.banyan.node.media.receive.StreamTable;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.rtp.RtpView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The receiving side of one publisher with one track, fed with packets in the clear. */
public final class TestPublisher {
    public static final String MID = "0";
    public static final int OPUS = 111;
    public static final int RED = 63;
    public static final int VP8 = 96;
    public static final int VP8_RTX = 97;
    public static final int H264 = 102;
    public static final int VP9 = 98;
    public static final int AV1 = 45;
    public static final int MID_ID = 4;
    public static final int RID_ID = 10;
    public static final int REPAIRED_RID_ID = 11;
    public static final int AUDIO_LEVEL_ID = 1;
    public static final int DEPENDENCY_DESCRIPTOR_ID = 12;

    public static final PayloadTypeMap PAYLOAD_TYPES = PayloadTypeMap.builder()
            .codec(OPUS, CodecId.OPUS)
            .codec(RED, CodecId.RED)
            .codec(VP8, CodecId.VP8)
            .rtx(VP8_RTX, VP8)
            .codec(H264, CodecId.H264_CBP_M1)
            .codec(VP9, CodecId.VP9_P0)
            .codec(AV1, CodecId.AV1)
            .build();

    public static final ExtensionMap EXTENSIONS = ExtensionMap.of(Map.of(
            MID_ID, HeaderExtension.MID,
            RID_ID, HeaderExtension.RID,
            REPAIRED_RID_ID, HeaderExtension.REPAIRED_RID,
            AUDIO_LEVEL_ID, HeaderExtension.AUDIO_LEVEL,
            DEPENDENCY_DESCRIPTOR_ID, HeaderExtension.DEPENDENCY_DESCRIPTOR));

    public final DropCounters drops = new DropCounters();
    public final StreamTable streams = new StreamTable();
    public final TrackReceiver track;
    private final RtpView view = new RtpView();
    private final PacketSlot elsewhere = PacketSlot.standalone();

    public TestPublisher(MediaKind kind, CaptureClock clock, String... rids) {
        this(kind, false, clock, rids);
    }

    /** @param encrypted end to end */
    public TestPublisher(MediaKind kind, boolean encrypted, CaptureClock clock, String... rids) {
        track = new TrackReceiver(
                new ReceiveSettings(kind, List.of(rids), PAYLOAD_TYPES, EXTENSIONS, kind == MediaKind.VIDEO),
                encrypted,
                clock,
                drops);
        streams.add(MID, track);
    }

    /** Does what a transport does with a decrypted packet. */
    public void receive(byte[] packet, long nowNanos) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        if (!view.wrap(bytes, 0, packet.length)) {
            throw new IllegalArgumentException("no RTP packet");
        }
        RtpStream stream = streams.find(view.ssrc());
        if (stream == null) {
            stream = streams.bind(view, EXTENSIONS);
        }
        if (stream == null) {
            throw new IllegalArgumentException("no m-line claims the packet");
        }
        elsewhere.buffer().put(0, packet);
        stream.acceptCopy(elsewhere, packet.length, nowNanos);
    }

    public EncodingReceiver encoding() {
        return track.encodings().getFirst();
    }

    public EncodingReceiver encoding(String rid) {
        @Nullable EncodingReceiver encoding = track.encoding(rid);
        if (encoding == null) {
            throw new IllegalArgumentException("no rid " + rid);
        }
        return encoding;
    }
}
