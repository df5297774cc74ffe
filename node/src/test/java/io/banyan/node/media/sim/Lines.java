package io.banyan.node.media.sim;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSlot;
import io.banyan.protocol.sdp.RtcpFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Negotiated m-lines in which publisher and subscriber agree on no number. */
public final class Lines {
    public static final int PUBLISHER_OPUS = 111;
    public static final int PUBLISHER_VP8 = 96;
    public static final int PUBLISHER_RTX = 97;
    public static final ExtensionMap PUBLISHER_EXTENSIONS = ExtensionMap.of(Map.of(
            1, HeaderExtension.AUDIO_LEVEL,
            2, HeaderExtension.ABS_SEND_TIME,
            3, HeaderExtension.TRANSPORT_CC,
            4, HeaderExtension.MID,
            10, HeaderExtension.RID,
            11, HeaderExtension.REPAIRED_RID));

    public static final int SUBSCRIBER_OPUS = 109;
    public static final int SUBSCRIBER_VP8 = 120;
    public static final int SUBSCRIBER_RTX = 124;
    public static final ExtensionMap SUBSCRIBER_EXTENSIONS = ExtensionMap.of(Map.of(
            9, HeaderExtension.AUDIO_LEVEL,
            7, HeaderExtension.MID,
            5, HeaderExtension.TRANSPORT_CC));

    public static final String AUDIO = "0";
    public static final String VIDEO = "1";
    public static final String AUDIO_SLOT = "2";
    public static final String VIDEO_SLOT = "3";

    private static final PayloadTypeMap PUBLISHER_AUDIO =
            PayloadTypeMap.builder().codec(PUBLISHER_OPUS, CodecId.OPUS).build();
    private static final PayloadTypeMap PUBLISHER_VIDEO = PayloadTypeMap.builder()
            .codec(PUBLISHER_VP8, CodecId.VP8)
            .rtx(PUBLISHER_RTX, PUBLISHER_VP8)
            .build();
    private static final PayloadTypeMap SUBSCRIBER_AUDIO =
            PayloadTypeMap.builder().codec(SUBSCRIBER_OPUS, CodecId.OPUS).build();
    private static final PayloadTypeMap SUBSCRIBER_VIDEO = PayloadTypeMap.builder()
            .codec(SUBSCRIBER_VP8, CodecId.VP8)
            .rtx(SUBSCRIBER_RTX, SUBSCRIBER_VP8)
            .build();
    private static final RtcpFeedback FEEDBACK = new RtcpFeedback(true, true, true, true, false);

    private Lines() {}

    /** Microphone and camera. */
    public static List<NegotiatedMedia> publisher(List<String> rids) {
        return List.of(
                line(AUDIO, MediaKind.AUDIO, MediaRole.PUBLISH, PUBLISHER_AUDIO, PUBLISHER_EXTENSIONS, List.of(), null),
                line(VIDEO, MediaKind.VIDEO, MediaRole.PUBLISH, PUBLISHER_VIDEO, PUBLISHER_EXTENSIONS, rids, null));
    }

    /** One pair of slots; {@code ssrc} + 0 to 2 are theirs. */
    public static List<NegotiatedMedia> subscriber(int ssrc) {
        return List.of(
                line(
                        AUDIO_SLOT,
                        MediaKind.AUDIO,
                        MediaRole.SLOT,
                        SUBSCRIBER_AUDIO,
                        SUBSCRIBER_EXTENSIONS,
                        List.of(),
                        new NegotiatedSlot(0, ssrc, 0)),
                line(
                        VIDEO_SLOT,
                        MediaKind.VIDEO,
                        MediaRole.SLOT,
                        SUBSCRIBER_VIDEO,
                        SUBSCRIBER_EXTENSIONS,
                        List.of(),
                        new NegotiatedSlot(0, ssrc + 1, ssrc + 2)));
    }

    /** Slots of sound {@code a0}, {@code a1} … and of pictures {@code v0} …; each has two SSRCs from {@code ssrc} on. */
    public static List<NegotiatedMedia> slots(int ssrc, int audio, int video) {
        List<NegotiatedMedia> lines = new ArrayList<>();
        for (int i = 0; i < audio; i++) {
            NegotiatedSlot slot = new NegotiatedSlot(i, ssrc + 2 * i, 0);
            lines.add(line(
                    "a" + i,
                    MediaKind.AUDIO,
                    MediaRole.SLOT,
                    SUBSCRIBER_AUDIO,
                    SUBSCRIBER_EXTENSIONS,
                    List.of(),
                    slot));
        }
        for (int i = 0; i < video; i++) {
            int first = ssrc + 2 * (audio + i);
            lines.add(line(
                    "v" + i,
                    MediaKind.VIDEO,
                    MediaRole.SLOT,
                    SUBSCRIBER_VIDEO,
                    SUBSCRIBER_EXTENSIONS,
                    List.of(),
                    new NegotiatedSlot(i, first, first + 1)));
        }
        return lines;
    }

    private static NegotiatedMedia line(
            String mid,
            MediaKind kind,
            MediaRole role,
            PayloadTypeMap payloadTypes,
            ExtensionMap extensions,
            List<String> rids,
            @Nullable NegotiatedSlot slot) {
        return new NegotiatedMedia(
                mid, kind, role, payloadTypes, extensions, FEEDBACK, rids, Set.of(), List.of(), true, slot);
    }
}
