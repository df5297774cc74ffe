package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides line by line what an offer's m-lines are for, and keeps what was decided before. */
final class MediaLines {
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

    private final SessionDescription offer;
    private final SlotAllocator allocator;
    private final @Nullable NegotiatedSession previous;
    private final Set<Integer> audioPairs = new HashSet<>();
    private final Set<Integer> videoPairs = new HashSet<>();

    /**
     * One m-line of the answer.
     *
     * @param offered what it answers
     * @param media null: rejected
     */
    record Line(
            MediaDescription offered,
            @Nullable NegotiatedMedia media,
            List<OfferedCodec> codecs,
            List<OfferedExtension> extensions) {
        static Line rejected(MediaDescription offered) {
            return new Line(offered, null, List.of(), List.of());
        }
    }

    MediaLines(SessionDescription offer, SlotAllocator allocator, @Nullable NegotiatedSession previous) {
        this.offer = offer;
        this.allocator = allocator;
        this.previous = previous;
    }

    List<Line> read() {
        for (MediaDescription media : offer.media()) {
            NegotiatedMedia before = before(media);
            if (before != null && before.slot() != null) {
                pairs(before.kind()).add(before.slot().pair());
            }
        }
        List<Line> lines = new ArrayList<>();
        for (MediaDescription media : offer.media()) {
            lines.add(line(media));
        }
        return lines;
    }

    static @Nullable MediaKind kindOf(MediaDescription media) {
        return switch (media.type()) {
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> null;
        };
    }

    private Line line(MediaDescription offered) {
        String mid = offered.mid();
        MediaKind kind = kindOf(offered);
        if (offered.isStopped()
                || mid == null
                || kind == null
                || !offered.protocol().equals(PROTOCOL)) {
            return Line.rejected(offered);
        }
        List<OfferedCodec> codecs = CodecOffer.read(offered, kind);
        if (codecs.isEmpty()) {
            return Line.rejected(offered);
        }
        NegotiatedMedia before = before(offered);
        Direction direction = Direction.of(offer, offered);
        boolean isSlot = before == null ? direction == Direction.RECVONLY : before.slot() != null;
        MediaRole role = roleOf(isSlot, direction);
        boolean allowsMixed = offer.has("extmap-allow-mixed") || offered.has("extmap-allow-mixed");
        List<OfferedExtension> extensions = OfferedExtension.read(offered, role, allowsMixed);
        SimulcastOffer simulcast = role == MediaRole.PUBLISH ? SimulcastOffer.read(offered) : SimulcastOffer.NONE;
        NegotiatedMedia media = new NegotiatedMedia(
                mid,
                kind,
                role,
                CodecOffer.payloadTypes(codecs),
                OfferedExtension.map(extensions),
                CodecOffer.feedback(codecs),
                simulcast.rids(),
                simulcast.pausedRids(),
                role == MediaRole.PUBLISH ? SsrcOffer.read(offered) : List.of(),
                offered.has("rtcp-rsize"),
                isSlot ? slot(before, kind, hasRtx(codecs)) : null);
        return new Line(offered, media, codecs, extensions);
    }

    /** A line that began as a slot stays one, and another never becomes one: what is known about it stays true. */
    private static MediaRole roleOf(boolean isSlot, Direction direction) {
        if (isSlot) {
            return direction.receives() ? MediaRole.SLOT : MediaRole.INACTIVE;
        }
        return direction.sends() ? MediaRole.PUBLISH : MediaRole.INACTIVE;
    }

    private NegotiatedSlot slot(@Nullable NegotiatedMedia before, MediaKind kind, boolean hasRtx) {
        NegotiatedSlot known = before == null ? null : before.slot();
        if (known == null) {
            return new NegotiatedSlot(takePair(kind), allocator.nextSsrc(), hasRtx ? allocator.nextSsrc() : 0);
        }
        return hasRtx && !known.hasRtx() ? new NegotiatedSlot(known.pair(), known.ssrc(), allocator.nextSsrc()) : known;
    }

    private int takePair(MediaKind kind) {
        int pair = 0;
        while (!pairs(kind).add(pair)) {
            pair++;
        }
        return pair;
    }

    private Set<Integer> pairs(MediaKind kind) {
        return kind == MediaKind.AUDIO ? audioPairs : videoPairs;
    }

    /** What a line was in the answer before; null if it is new, or stopped now. */
    private @Nullable NegotiatedMedia before(MediaDescription media) {
        String mid = media.mid();
        return previous == null || mid == null || media.isStopped() ? null : previous.byMid(mid);
    }

    private static boolean hasRtx(List<OfferedCodec> codecs) {
        return codecs.stream().anyMatch(codec -> codec.rtxPayloadType() >= 0);
    }
}
