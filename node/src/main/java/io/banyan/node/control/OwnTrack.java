package io.banyan.node.control;

import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.wire.v1.TrackMedia;
import java.util.List;

/**
 * A track that a participant of this node publishes.
 *
 * @param csrc names it in every packet on every slot
 * @param offer as the client last offered it, with its present mute state
 * @param codecs what has arrived of it
 */
record OwnTrack(TrackId id, int csrc, MediaKind kind, TrackOffer offer, List<TrackCodec> codecs) {
    /** A publisher that moves to another node begins the next one. */
    private static final int FIRST_EPOCH = 1;

    OwnTrack {
        codecs = List.copyOf(codecs);
    }

    OwnTrack withOffer(TrackOffer newOffer) {
        return new OwnTrack(id, csrc, kind, newOffer, codecs);
    }

    OwnTrack withMuted(boolean muted) {
        return withOffer(offer.toBuilder().setMuted(muted).build());
    }

    OwnTrack withCodecs(List<TrackCodec> seen) {
        return new OwnTrack(id, csrc, kind, offer, seen);
    }

    /** As the roster shows it. */
    Track toProto() {
        return Track.newBuilder()
                .setTrackId(id.value())
                .setKind(protoOf(kind))
                .setSource(offer.getSource())
                .setName(offer.getName())
                .setMuted(offer.getMuted())
                .setSyncGroup(syncGroup())
                .setEpoch(FIRST_EPOCH)
                .addAllCodecs(codecs)
                .setWidth(offer.getWidth())
                .setHeight(offer.getHeight())
                .setEncrypted(offer.getEncrypted())
                .build();
    }

    /**
     * As other nodes have to know it.
     *
     * @param rids lowest quality first; one empty one: there is only one encoding
     */
    TrackMedia toMedia(List<String> rids, boolean keyFramesBySignalling) {
        return TrackMedia.newBuilder()
                .setTrackId(id.value())
                .setCsrc(csrc)
                .addAllRids(rids)
                .setEpoch(FIRST_EPOCH)
                .setWidth(offer.getWidth())
                .setHeight(offer.getHeight())
                .setKeyFramesBySignalling(keyFramesBySignalling)
                .setSyncGroup(syncGroup())
                .build();
    }

    static TrackKind protoOf(MediaKind kind) {
        return kind == MediaKind.AUDIO ? TrackKind.TRACK_KIND_AUDIO : TrackKind.TRACK_KIND_VIDEO;
    }

    /** Whether it is a screen's picture or its sound. */
    static boolean isOfScreen(TrackSource source) {
        return source == TrackSource.TRACK_SOURCE_SCREEN || source == TrackSource.TRACK_SOURCE_SCREEN_AUDIO;
    }

    private String syncGroup() {
        return isOfScreen(offer.getSource()) && offer.getSyncGroup().isEmpty() ? "screen" : offer.getSyncGroup();
    }
}
