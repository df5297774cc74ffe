package io.banyan.node.media.rehearsal;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSlot;
import io.banyan.protocol.sdp.RtcpFeedback;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rehearsal's client and node would have negotiated: microphone, camera, and a slot for each. */
final class RehearsalLines {
    static final int OPUS = 111;
    static final int VP8 = 96;
    static final ExtensionMap EXTENSIONS = ExtensionMap.of(Map.of(
            1, HeaderExtension.AUDIO_LEVEL,
            2, HeaderExtension.ABS_SEND_TIME,
            3, HeaderExtension.TRANSPORT_CC,
            4, HeaderExtension.MID,
            5, HeaderExtension.ABS_CAPTURE_TIME));

    static final String AUDIO = "0";
    static final String VIDEO = "1";
    static final String AUDIO_SLOT = "2";
    static final String VIDEO_SLOT = "3";
    static final int VIDEO_SLOT_SSRC = 302;

    private static final RtcpFeedback FEEDBACK = new RtcpFeedback(true, true, true, true, false);
    private static final PayloadTypeMap AUDIO_TYPES =
            PayloadTypeMap.builder().codec(OPUS, CodecId.OPUS).build();
    private static final PayloadTypeMap VIDEO_TYPES =
            PayloadTypeMap.builder().codec(VP8, CodecId.VP8).rtx(VP8 + 1, VP8).build();

    static final List<NegotiatedMedia> ALL = List.of(
            line(AUDIO, MediaKind.AUDIO, MediaRole.PUBLISH, null),
            line(VIDEO, MediaKind.VIDEO, MediaRole.PUBLISH, null),
            line(AUDIO_SLOT, MediaKind.AUDIO, MediaRole.SLOT, new NegotiatedSlot(0, 301, 0)),
            line(VIDEO_SLOT, MediaKind.VIDEO, MediaRole.SLOT, new NegotiatedSlot(0, VIDEO_SLOT_SSRC, 303)));

    private RehearsalLines() {}

    private static NegotiatedMedia line(String mid, MediaKind kind, MediaRole role, @Nullable NegotiatedSlot slot) {
        PayloadTypeMap types = kind == MediaKind.AUDIO ? AUDIO_TYPES : VIDEO_TYPES;
        return new NegotiatedMedia(
                mid, kind, role, types, EXTENSIONS, FEEDBACK, List.of(), Set.of(), List.of(), true, slot);
    }
}
