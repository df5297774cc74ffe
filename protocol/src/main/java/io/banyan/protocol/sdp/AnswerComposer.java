package io.banyan.protocol.sdp;

import io.banyan.protocol.ice.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts an answer into SDP (RFC 8829 §5.3). */
final class AnswerComposer {
    /** The discard port: candidates say the real one (RFC 8839 §4.3.2). */
    private static final int DISCARD_PORT = 9;

    private static final String ALLOW_MIXED = "extmap-allow-mixed";

    private final SessionDescription offer;
    private final AnswerParameters parameters;
    private final long version;

    AnswerComposer(SessionDescription offer, AnswerParameters parameters, long version) {
        this.offer = offer;
        this.parameters = parameters;
        this.version = version;
    }

    /** @param bundled the mids of the accepted lines in the order of the offer's group; the first has the candidates */
    SessionDescription compose(List<MediaLines.Line> lines, List<String> bundled) {
        List<SdpAttribute> attributes = new ArrayList<>();
        attributes.add(SdpAttribute.of(
                "group", String.join(" ", "BUNDLE", String.join(" ", bundled)).strip()));
        if (offer.has(ALLOW_MIXED)) {
            attributes.add(SdpAttribute.of(ALLOW_MIXED));
        }
        attributes.add(SdpAttribute.of("msid-semantic", "WMS *"));
        attributes.add(SdpAttribute.of("ice-lite"));
        // Once for all lines: with fifty slots it would be repeated fifty times.
        attributes.add(SdpAttribute.of("ice-ufrag", parameters.local().ufrag()));
        attributes.add(SdpAttribute.of("ice-pwd", parameters.local().password()));
        attributes.add(SdpAttribute.of("fingerprint", parameters.fingerprint().toSdp()));
        attributes.add(SdpAttribute.of("setup", "passive"));
        Set<String> first = bundled.isEmpty() ? Set.of() : Set.of(bundled.getFirst());
        List<MediaDescription> media = new ArrayList<>();
        for (MediaLines.Line line : lines) {
            NegotiatedMedia negotiated = line.media();
            media.add(negotiated == null ? rejected(line.offered()) : accepted(line, negotiated, first));
        }
        String origin = "- " + parameters.sessionId() + " " + version + " IN IP4 0.0.0.0";
        return new SessionDescription(origin, attributes, media);
    }

    private static MediaDescription rejected(MediaDescription offered) {
        List<SdpAttribute> attributes = new ArrayList<>();
        String mid = offered.mid();
        if (mid != null) {
            attributes.add(SdpAttribute.of("mid", mid));
        }
        attributes.add(SdpAttribute.of("inactive"));
        return new MediaDescription(
                offered.type(), 0, offered.protocol(), offered.formats().subList(0, 1), attributes);
    }

    private MediaDescription accepted(MediaLines.Line line, NegotiatedMedia media, Set<String> first) {
        List<SdpAttribute> attributes = new ArrayList<>();
        if (first.contains(media.mid())) {
            for (Candidate candidate : parameters.candidates()) {
                String sdp = candidate.toSdp();
                attributes.add(SdpAttribute.of("candidate", sdp.substring("candidate:".length())));
            }
            attributes.add(SdpAttribute.of("end-of-candidates"));
        }
        attributes.add(SdpAttribute.of("mid", media.mid()));
        // Chromium says it for the session, Firefox on each line (RFC 8285 §6).
        if (!offer.has(ALLOW_MIXED) && line.offered().has(ALLOW_MIXED)) {
            attributes.add(SdpAttribute.of(ALLOW_MIXED));
        }
        for (OfferedExtension extension : line.extensions()) {
            attributes.add(SdpAttribute.of(
                    "extmap",
                    extension.id() + extension.answeredDirection() + " "
                            + extension.extension().uri()));
        }
        attributes.add(SdpAttribute.of(
                switch (media.role()) {
                    case PUBLISH -> "recvonly";
                    case SLOT -> "sendonly";
                    case INACTIVE -> "inactive";
                }));
        if (media.role() == MediaRole.SLOT) {
            NegotiatedSlot slot = media.requireSlot();
            attributes.add(SdpAttribute.of("msid", slot.streamId() + " " + slot.trackId(media.kind())));
        }
        attributes.add(SdpAttribute.of("rtcp-mux"));
        if (media.reducedSizeRtcp()) {
            attributes.add(SdpAttribute.of("rtcp-rsize"));
        }
        List<String> formats = new ArrayList<>();
        for (OfferedCodec codec : line.codecs()) {
            addCodec(codec, formats, attributes);
        }
        addSsrcs(media, attributes);
        addSimulcast(media, attributes);
        return new MediaDescription(
                media.kind().name().toLowerCase(Locale.ROOT),
                DISCARD_PORT,
                line.offered().protocol(),
                formats,
                attributes);
    }

    private static void addCodec(OfferedCodec codec, List<String> formats, List<SdpAttribute> attributes) {
        String type = Integer.toString(codec.payloadType());
        String channels =
                codec.codec().channels() == 1 ? "" : "/" + codec.codec().channels();
        formats.add(type);
        attributes.add(SdpAttribute.of(
                "rtpmap",
                type + " " + codec.codec().sdpName() + "/" + codec.codec().clockRate() + channels));
        for (String feedback : codec.feedback()) {
            attributes.add(SdpAttribute.of("rtcp-fb", type + " " + feedback));
        }
        if (!codec.answeredParameters().isEmpty()) {
            attributes.add(SdpAttribute.of("fmtp", type + " " + codec.answeredParameters()));
        }
        if (codec.rtxPayloadType() >= 0) {
            formats.add(Integer.toString(codec.rtxPayloadType()));
            attributes.add(SdpAttribute.of(
                    "rtpmap", codec.rtxPayloadType() + " rtx/" + codec.codec().clockRate()));
            attributes.add(SdpAttribute.of("fmtp", codec.rtxPayloadType() + " apt=" + type));
        }
    }

    private static void addSsrcs(NegotiatedMedia media, List<SdpAttribute> attributes) {
        if (media.role() != MediaRole.SLOT) {
            return;
        }
        NegotiatedSlot slot = media.requireSlot();
        String ssrc = Integer.toUnsignedString(slot.ssrc());
        String cname = " cname:" + NegotiatedSlot.CNAME;
        if (slot.hasRtx()) {
            String rtxSsrc = Integer.toUnsignedString(slot.rtxSsrc());
            attributes.add(SdpAttribute.of("ssrc-group", "FID " + ssrc + " " + rtxSsrc));
            attributes.add(SdpAttribute.of("ssrc", ssrc + cname));
            attributes.add(SdpAttribute.of("ssrc", rtxSsrc + cname));
        } else {
            attributes.add(SdpAttribute.of("ssrc", ssrc + cname));
        }
    }

    private static void addSimulcast(NegotiatedMedia media, List<SdpAttribute> attributes) {
        for (String rid : media.rids()) {
            attributes.add(SdpAttribute.of("rid", rid + " recv"));
        }
        if (media.rids().size() > 1) {
            // A paused encoding is answered as paused: Chromium starts one that is not.
            List<String> streams = media.rids().stream()
                    .map(rid -> media.pausedRids().contains(rid) ? "~" + rid : rid)
                    .toList();
            attributes.add(SdpAttribute.of("simulcast", "recv " + String.join(";", streams)));
        }
    }
}
