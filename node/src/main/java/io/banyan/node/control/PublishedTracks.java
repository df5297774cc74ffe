package io.banyan.node.control;

import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSession;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.PublishedTrack;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one participant publishes, and whether it may. Owned by one actor. */
final class PublishedTracks {
    /** Camera, screen and their sounds, and room for applications with several cameras. */
    static final int MAX_TRACKS = 16;

    private static final int MAX_CLIENT_ID_CHARS = 64;
    private static final int MAX_NAME_CHARS = 256;
    /** Of a picture's side: more than any codec's level allows. */
    private static final int MAX_PIXELS = 16_384;

    /** By the client's own names, in the order in which they were offered. */
    private final Map<String, OwnTrack> tracks = new LinkedHashMap<>();

    /**
     * What an offer changes.
     *
     * @param added with a new id each
     * @param removed those whose m-line must end, also when the client goes on with another under the same name
     * @param after all tracks once the offer has taken effect
     */
    record Change(List<OwnTrack> added, List<OwnTrack> removed, Map<String, OwnTrack> after) {}

    /** Either a change or why there is none. */
    record Plan(@Nullable Change change, @Nullable Refusal refusal) {}

    /** Checks the tracks that an offer is to publish against its m-lines and the token; changes nothing. */
    Plan plan(List<TrackOffer> offers, NegotiatedSession session, Set<TrackSource> granted, Csrcs csrcs) {
        Refusal refusal = refusalOf(offers, session, granted);
        if (refusal != null) {
            return new Plan(null, refusal);
        }
        Map<String, OwnTrack> after = new LinkedHashMap<>();
        List<OwnTrack> added = new ArrayList<>();
        for (TrackOffer offer : offers) {
            OwnTrack known = tracks.get(offer.getClientTrackId());
            if (known != null
                    && known.offer().getMid().equals(offer.getMid())
                    && known.offer().getSource() == offer.getSource()) {
                after.put(offer.getClientTrackId(), known.withOffer(offer));
            } else {
                OwnTrack track =
                        new OwnTrack(TrackId.random(), csrcs.take(), kindOf(offer.getSource()), offer, List.of());
                added.add(track);
                after.put(offer.getClientTrackId(), track);
            }
        }
        Set<TrackId> kept = new HashSet<>();
        after.values().forEach(track -> kept.add(track.id()));
        List<OwnTrack> removed = tracks.values().stream()
                .filter(track -> !kept.contains(track.id()))
                .toList();
        return new Plan(new Change(added, removed, after), null);
    }

    /** What ends when only these sources are granted any more. */
    Change retain(Set<TrackSource> granted) {
        Map<String, OwnTrack> after = new LinkedHashMap<>(tracks);
        after.values().removeIf(track -> !granted.contains(track.offer().getSource()));
        List<OwnTrack> removed = tracks.values().stream()
                .filter(track -> !granted.contains(track.offer().getSource()))
                .toList();
        return new Change(List.of(), removed, after);
    }

    void apply(Change change) {
        tracks.clear();
        tracks.putAll(change.after());
    }

    Collection<OwnTrack> all() {
        return tracks.values();
    }

    Optional<OwnTrack> byId(String trackId) {
        return tracks.values().stream()
                .filter(track -> track.id().value().equals(trackId))
                .findFirst();
    }

    /** Whether that changed anything. */
    boolean mute(OwnTrack track, boolean muted) {
        return track.offer().getMuted() != muted && replace(track.withMuted(muted));
    }

    /** Takes note of what has arrived of a track. */
    boolean setCodecs(TrackId id, List<TrackCodec> codecs) {
        return byId(id.value())
                .filter(track -> !track.codecs().equals(codecs))
                .map(track -> replace(track.withCodecs(codecs)))
                .orElse(false);
    }

    /** In the order of the offer, as the client is answered. */
    List<PublishedTrack> toProto() {
        return tracks.values().stream()
                .map(track -> PublishedTrack.newBuilder()
                        .setClientTrackId(track.offer().getClientTrackId())
                        .setTrackId(track.id().value())
                        .setMid(track.offer().getMid())
                        .build())
                .toList();
    }

    static MediaKind kindOf(TrackSource source) {
        return switch (source) {
            case TRACK_SOURCE_MICROPHONE, TRACK_SOURCE_SCREEN_AUDIO -> MediaKind.AUDIO;
            case TRACK_SOURCE_CAMERA, TRACK_SOURCE_SCREEN -> MediaKind.VIDEO;
            case TRACK_SOURCE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("not checked before");
        };
    }

    private boolean replace(OwnTrack track) {
        tracks.replace(track.offer().getClientTrackId(), track);
        return true;
    }

    private static @Nullable Refusal refusalOf(
            List<TrackOffer> offers, NegotiatedSession session, Set<TrackSource> granted) {
        if (offers.size() > MAX_TRACKS) {
            return new Refusal(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED, "at most " + MAX_TRACKS + " tracks");
        }
        Set<String> names = new HashSet<>();
        Set<String> mids = new HashSet<>();
        for (TrackOffer offer : offers) {
            Refusal refusal = refusalOf(offer, session, granted);
            if (refusal != null) {
                return refusal;
            }
            if (!names.add(offer.getClientTrackId()) || !mids.add(offer.getMid())) {
                return new Refusal(
                        ErrorCode.ERROR_CODE_BAD_OFFER, "two tracks with one client_track_id or on one m-line");
            }
        }
        return null;
    }

    private static @Nullable Refusal refusalOf(TrackOffer offer, NegotiatedSession session, Set<TrackSource> granted) {
        TrackSource source = offer.getSource();
        if (source == TrackSource.TRACK_SOURCE_UNSPECIFIED || source == TrackSource.UNRECOGNIZED) {
            return new Refusal(ErrorCode.ERROR_CODE_BAD_OFFER, "a track needs a source that this node knows");
        }
        if (!granted.contains(source)) {
            return new Refusal(
                    ErrorCode.ERROR_CODE_NOT_GRANTED, "the token does not allow to publish " + source.name());
        }
        if (offer.getClientTrackId().isEmpty()
                || offer.getClientTrackId().length() > MAX_CLIENT_ID_CHARS
                || offer.getSyncGroup().length() > MAX_CLIENT_ID_CHARS
                || offer.getName().length() > MAX_NAME_CHARS
                || Integer.compareUnsigned(offer.getWidth(), MAX_PIXELS) > 0
                || Integer.compareUnsigned(offer.getHeight(), MAX_PIXELS) > 0) {
            return new Refusal(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED, "a track's id, name, group or size is too long");
        }
        NegotiatedMedia line = session.byMid(offer.getMid());
        if (line == null) {
            return new Refusal(
                    ErrorCode.ERROR_CODE_OFFER_NOT_SUPPORTED,
                    "a track's m-line is not in the offer, or has no codec that this node knows");
        }
        if (line.role() != MediaRole.PUBLISH) {
            return new Refusal(ErrorCode.ERROR_CODE_BAD_OFFER, "the m-line of a track does not send");
        }
        if (line.kind() != kindOf(source)) {
            return new Refusal(ErrorCode.ERROR_CODE_KIND_MISMATCH, "a track's m-line has another kind than its source");
        }
        return null;
    }
}
