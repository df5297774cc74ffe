package io.banyan.node.control;

import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.MediaEvent;
import io.banyan.protocol.signal.v1.EncodingWanted;
import io.banyan.protocol.signal.v1.KeyFrameRequested;
import io.banyan.protocol.signal.v1.MediaState;
import io.banyan.protocol.signal.v1.MediaStateChanged;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SpeakersChanged;

/** What a participant makes of what the media loop tells it. Owned by its actor. */
final class MediaNews {
    private final SignalLine line;
    private final Publishing publishing;
    private final Viewing viewing;
    private final ParticipantFacts facts;
    private final CallQuality quality;
    private SpeakersChanged speakers = SpeakersChanged.getDefaultInstance();

    MediaNews(SignalLine line, Publishing publishing, Viewing viewing, ParticipantFacts facts, CallQuality quality) {
        this.line = line;
        this.publishing = publishing;
        this.viewing = viewing;
        this.facts = facts;
        this.quality = quality;
    }

    /** What an event means for the participant itself. */
    enum Verdict {
        GO_ON,
        /** The client closed its media path on purpose; what it says of that by signalling may come later. */
        LEFT,
        /** The media path cannot come back. */
        FAILED
    }

    /** Acts on an event. */
    Verdict on(MediaEvent event) {
        switch (event) {
            case MediaEvent.EncodingStarted started ->
                publishing.onEncodingArrived(started.track(), started.rid(), started.codec());
            case MediaEvent.EncodingStopped stopped -> {}
            case MediaEvent.KeyFrameWanted wanted -> onKeyFrameWanted(wanted);
            case MediaEvent.EncodingWanted wanted -> onEncodingWanted(wanted);
            case MediaEvent.LegsMeasured measured -> quality.onLegs(measured.legs());
            case MediaEvent.DownlinkMeasured measured -> quality.onDownlink(measured.sample());
            case MediaEvent.SlotChanged changed -> viewing.onSlotChanged(changed);
            case MediaEvent.SlotFollowed followed -> viewing.onSlotFollowed(followed);
            case MediaEvent.SpeakersChanged changed -> {
                speakers = speakers(changed);
                tellSpeakers();
            }
            case MediaEvent.TransportChanged changed -> {
                return onTransport(changed);
            }
        }
        return Verdict.GO_ON;
    }

    /** Says who speaks now. */
    void tellSpeakers() {
        line.mention(ServerMessage.newBuilder().setSpeakersChanged(speakers));
    }

    private static SpeakersChanged speakers(MediaEvent.SpeakersChanged changed) {
        SpeakersChanged.Builder speakers = SpeakersChanged.newBuilder();
        changed.speakers().forEach(speaker -> speakers.addParticipantIds(speaker.value()));
        return speakers.build();
    }

    private void onKeyFrameWanted(MediaEvent.KeyFrameWanted wanted) {
        if (publishing.has(wanted.track())) {
            line.mention(ServerMessage.newBuilder()
                    .setKeyFrameRequested(KeyFrameRequested.newBuilder()
                            .setTrackId(wanted.track().value())
                            .setRid(wanted.rid())));
        }
    }

    /** A client that was away when it was told has sent everything meanwhile: the loop says again what it need not. */
    private void onEncodingWanted(MediaEvent.EncodingWanted wanted) {
        if (publishing.has(wanted.track())) {
            line.mention(ServerMessage.newBuilder()
                    .setEncodingWanted(EncodingWanted.newBuilder()
                            .setTrackId(wanted.track().value())
                            .setRid(wanted.rid())
                            .setWanted(wanted.wanted())));
        }
    }

    private Verdict onTransport(MediaEvent.TransportChanged changed) {
        facts.emit(new CallFact.TransportChanged(changed.transport(), changed.state(), changed.detail()));
        MediaState state = switch (changed.state()) {
            case NEW -> MediaState.MEDIA_STATE_NEW;
            case CONNECTED -> MediaState.MEDIA_STATE_CONNECTED;
            case DISCONNECTED -> MediaState.MEDIA_STATE_DISCONNECTED;
            case FAILED, CLOSED -> MediaState.MEDIA_STATE_FAILED;
        };
        line.say(ServerMessage.newBuilder()
                .setMediaStateChanged(
                        MediaStateChanged.newBuilder().setState(state).setDetail(changed.detail())));
        // While it is DISCONNECTED an ICE restart brings it back; the loop says when it is too late for that.
        return switch (changed.state()) {
            case FAILED -> Verdict.FAILED;
            case CLOSED -> Verdict.LEFT;
            case NEW, CONNECTED, DISCONNECTED -> Verdict.GO_ON;
        };
    }
}
