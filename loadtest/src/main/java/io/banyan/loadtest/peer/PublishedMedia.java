package io.banyan.loadtest.peer;

import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The tracks of a peer's offer: chooses their streams, and makes their sources when the node has named them. */
final class PublishedMedia {
    static final String MICROPHONE = "microphone";
    static final String CAMERA = "camera";

    private final RandomGenerator random;
    private final @Nullable VideoSettings video;
    private final List<StreamIds> audioStreams = new ArrayList<>();
    private final List<StreamIds> videoStreams = new ArrayList<>();
    private final List<TrackOffer> offers = new ArrayList<>();

    PublishedMedia(PeerSettings settings, PeerOffer offer, RandomGenerator random) {
        this.random = random;
        this.video = settings.video();
        if (settings.publishesAudio()) {
            audioStreams.add(new StreamIds(offer.nextMid(), "", PeerNumbers.OPUS, ssrc(), 0, 0));
            offers.add(trackOffer(offer.nextMid(), MICROPHONE, TrackSource.TRACK_SOURCE_MICROPHONE)
                    .build());
            offer.addTrack(MediaKind.AUDIO, MICROPHONE, audioStreams);
        }
        if (video != null) {
            for (VideoSettings.Encoding encoding : video.encodings()) {
                videoStreams.add(new StreamIds(
                        offer.nextMid(),
                        video.isSimulcast() ? encoding.rid() : "",
                        PeerNumbers.VP8,
                        ssrc(),
                        PeerNumbers.VP8_RTX,
                        ssrc()));
            }
            offers.add(trackOffer(offer.nextMid(), CAMERA, TrackSource.TRACK_SOURCE_CAMERA)
                    .setWidth(video.width())
                    .setHeight(video.height())
                    .build());
            offer.addTrack(MediaKind.VIDEO, CAMERA, videoStreams);
        }
    }

    List<TrackOffer> offers() {
        return offers;
    }

    /** @param names gives the number that a track's packets carry, by its client's id */
    List<MediaSource> sources(ToIntFunction<String> names, long nowNanos) {
        List<MediaSource> sources = new ArrayList<>();
        if (!audioStreams.isEmpty()) {
            sources.add(new AudioSource(audioStreams.getFirst(), names.applyAsInt(MICROPHONE), random, nowNanos));
        }
        if (video != null) {
            sources.add(new VideoSource(video, videoStreams, names.applyAsInt(CAMERA), random, nowNanos));
        }
        return sources;
    }

    private int ssrc() {
        // 0 means none in several places.
        return random.nextInt() | 1;
    }

    private static TrackOffer.Builder trackOffer(String mid, String id, TrackSource source) {
        return TrackOffer.newBuilder()
                .setClientTrackId(id)
                .setMid(mid)
                .setSource(source)
                .setName(id);
    }
}
