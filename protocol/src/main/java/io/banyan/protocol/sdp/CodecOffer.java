package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which of the mesh's codecs an m-line offers, by which numbers and with which feedback (RFC 8866 §6.6). */
final class CodecOffer {
    /**
     * What we like best first: a browser sends the first codec of the answer. VP8 is what every browser encodes in
     * simulcast. Redundancy comes behind what it is made of, so that it is sent by those only who put it first
     * themselves; forward error correction and comfort noise are left out.
     */
    private static final List<CodecId> PREFERRED = List.of(
            CodecId.OPUS,
            CodecId.RED,
            CodecId.VP8,
            CodecId.H264_CBP_M1,
            CodecId.H264_CBP_M0,
            CodecId.H264_BP_M1,
            CodecId.H264_BP_M0,
            CodecId.H264_MAIN_M1,
            CodecId.H264_MAIN_M0,
            CodecId.H264_HIGH_M1,
            CodecId.VP9_P0,
            CodecId.VP9_P2,
            CodecId.AV1);

    private static final String NACK = "nack";
    private static final String PLI = "nack pli";
    private static final String FIR = "ccm fir";
    private static final String TRANSPORT_CC = "transport-cc";
    private static final String REMB = "goog-remb";

    private final MediaKind kind;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, FormatParameters> parameters = new HashMap<>();
    /** What each redundant payload type is made of, as it was offered. */
    private final Map<Integer, String> redundant = new HashMap<>();

    private final Map<Integer, Set<String>> feedback = new HashMap<>();
    /** In the order of the offer. */
    private final Map<CodecId, Integer> payloadTypes = new LinkedHashMap<>();

    private final Map<Integer, Integer> rtxByMedia = new HashMap<>();

    private CodecOffer(MediaDescription media, MediaKind kind) {
        this.kind = kind;
        for (SdpAttribute attribute : media.attributes()) {
            switch (attribute.name()) {
                case "rtpmap" -> onNumbered(attribute.value(), names::putIfAbsent);
                case "fmtp" -> onNumbered(attribute.value(), this::onParameters);
                case "rtcp-fb" -> onFeedback(attribute.value());
                default -> {}
            }
        }
        for (String format : media.formats()) {
            onFormat(Numbers.parse(format, 127));
        }
        if (!isRedundancyOfOpus()) {
            payloadTypes.remove(CodecId.RED);
        }
    }

    /** RFC 2198 §5: what its blocks may be. We know what to do with Opus only. */
    private boolean isRedundancyOfOpus() {
        Integer red = payloadTypes.get(CodecId.RED);
        Integer opus = payloadTypes.get(CodecId.OPUS);
        return red != null && opus != null && redundant.getOrDefault(red, "").equals(opus + "/" + opus);
    }

    /** The codecs that we take, preferred ones first. */
    static List<OfferedCodec> read(MediaDescription media, MediaKind kind) {
        CodecOffer offer = new CodecOffer(media, kind);
        List<OfferedCodec> taken = new ArrayList<>();
        for (CodecId codec : PREFERRED) {
            Integer payloadType = offer.payloadTypes.get(codec);
            if (payloadType != null) {
                taken.add(offer.take(codec, payloadType));
            }
        }
        if (offer.isRedundancyFirst()) {
            Collections.swap(taken, 0, 1);
        }
        return taken;
    }

    /** Whether the client would rather send redundant audio: then it is answered first. */
    private boolean isRedundancyFirst() {
        for (Map.Entry<CodecId, Integer> each : payloadTypes.entrySet()) {
            if (each.getKey() == CodecId.RED || each.getKey() == CodecId.OPUS) {
                return each.getKey() == CodecId.RED;
            }
        }
        return false;
    }

    static PayloadTypeMap payloadTypes(List<OfferedCodec> codecs) {
        PayloadTypeMap.Builder map = PayloadTypeMap.builder();
        for (OfferedCodec codec : codecs) {
            map.codec(codec.payloadType(), codec.codec());
            if (codec.rtxPayloadType() >= 0) {
                map.rtx(codec.rtxPayloadType(), codec.payloadType());
            }
        }
        return map.build();
    }

    /** What the m-line as a whole can do: what its preferred codec can. Redundancy is no codec of its own. */
    static RtcpFeedback feedback(List<OfferedCodec> codecs) {
        List<String> answered = codecs.stream()
                .filter(codec -> codec.codec() != CodecId.RED)
                .findFirst()
                .map(OfferedCodec::feedback)
                .orElse(List.of());
        return new RtcpFeedback(
                answered.contains(NACK),
                answered.contains(PLI),
                answered.contains(FIR),
                answered.contains(TRANSPORT_CC),
                answered.contains(REMB));
    }

    private interface Numbered {
        void accept(Integer payloadType, String text);
    }

    private static void onNumbered(String value, Numbered target) {
        int space = value.indexOf(' ');
        int payloadType = space < 0 ? -1 : Numbers.parse(value.substring(0, space), 127);
        if (payloadType >= 0) {
            target.accept(payloadType, value.substring(space + 1).strip());
        }
    }

    private void onParameters(Integer payloadType, String text) {
        parameters.putIfAbsent(payloadType, FormatParameters.parse(text));
        redundant.putIfAbsent(payloadType, text);
    }

    private void onFeedback(String value) {
        if (value.startsWith("* ")) {
            feedbackOf(-1).add(value.substring(2).strip());
        } else {
            onNumbered(value, (payloadType, text) -> feedbackOf(payloadType).add(text));
        }
    }

    private Set<String> feedbackOf(int payloadType) {
        return feedback.computeIfAbsent(payloadType, any -> new LinkedHashSet<>());
    }

    private void onFormat(int payloadType) {
        String name = names.get(payloadType);
        // 64 to 95 would be taken for RTCP on a shared port (RFC 5761 §4).
        if (name == null || (payloadType >= 64 && payloadType < 96)) {
            return;
        }
        FormatParameters its = parameters.getOrDefault(payloadType, FormatParameters.NONE);
        if (kind == MediaKind.VIDEO && name.toLowerCase(Locale.ROOT).equals("rtx/90000")) {
            int media = its.number("apt", -1);
            if (media >= 0) {
                rtxByMedia.putIfAbsent(media, payloadType);
            }
            return;
        }
        CodecId codec = codecOf(name, its);
        if (codec != null) {
            payloadTypes.putIfAbsent(codec, payloadType);
        }
    }

    private @Nullable CodecId codecOf(String rtpmap, FormatParameters its) {
        return switch (rtpmap.toLowerCase(Locale.ROOT)) {
            case "opus/48000/2" -> kind == MediaKind.AUDIO ? CodecId.OPUS : null;
            case "red/48000/2" -> kind == MediaKind.AUDIO ? CodecId.RED : null;
            case "vp8/90000" -> kind == MediaKind.VIDEO ? CodecId.VP8 : null;
            case "h264/90000" -> kind == MediaKind.VIDEO ? H264Profile.codecOf(its) : null;
            case "vp9/90000" ->
                switch (kind == MediaKind.VIDEO ? its.number("profile-id", 0) : -1) {
                    case 0 -> CodecId.VP9_P0;
                    case 2 -> CodecId.VP9_P2;
                    default -> null;
                };
            // Profile 0 is 4:2:0, which every decoder has.
            case "av1/90000" -> kind == MediaKind.VIDEO && its.number("profile", 0) == 0 ? CodecId.AV1 : null;
            default -> null;
        };
    }

    private OfferedCodec take(CodecId codec, int payloadType) {
        FormatParameters its = parameters.getOrDefault(payloadType, FormatParameters.NONE);
        if (codec == CodecId.RED) {
            String blocks = redundant.getOrDefault(payloadType, "");
            return new OfferedCodec(payloadType, codec, -1, blocks, answeredFeedback(payloadType));
        }
        List<String> mirrored = switch (codec) {
            case OPUS -> List.of("minptime", "useinbandfec", "usedtx", "stereo");
            case VP9_P0, VP9_P2 -> List.of("profile-id");
            case AV1 -> List.of("level-idx", "profile", "tier");
            default ->
                codec.isH264()
                        ? List.of("level-asymmetry-allowed", "packetization-mode", "profile-level-id")
                        : List.of();
        };
        return new OfferedCodec(
                payloadType,
                codec,
                rtxByMedia.getOrDefault(payloadType, -1),
                its.mirrored(mirrored),
                answeredFeedback(payloadType));
    }

    private List<String> answeredFeedback(int payloadType) {
        Set<String> offered = new LinkedHashSet<>(feedback.getOrDefault(-1, Set.of()));
        offered.addAll(feedback.getOrDefault(payloadType, Set.of()));
        List<String> answered = new ArrayList<>();
        // One way of estimating bandwidth: the browser's own estimate only where it cannot help with ours.
        answered.add(offered.contains(TRANSPORT_CC) ? TRANSPORT_CC : REMB);
        answered.addAll(List.of(FIR, NACK, PLI));
        answered.retainAll(offered);
        return answered;
    }
}
