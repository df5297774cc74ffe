package io.banyan.node.control;

import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.signal.v1.KeyFrameRequested;
import io.banyan.protocol.signal.v1.MediaState;
import io.banyan.protocol.signal.v1.MediaStateChanged;
import io.banyan.protocol.signal.v1.ServerMessage;

/** What a participant makes of what the media loop tells it. Owned by its actor. */
final class MediaNews {
    private final SignalLine line;
    private final Publishing publishing;
    private final Viewing viewing;
    private final ParticipantFacts facts;

    MediaNews(SignalLine line, Publishing publishing, Viewing viewing, ParticipantFacts facts) {
        this.line = line;
        this.publishing = publishing;
        this.viewing = viewing;
        this.facts = facts;
    }

    /**
     * Acts on an event.
     *
     * @return whether the participant can go on
     */
    boolean on(MediaEvent event) {
        switch (event) {
            case MediaEvent.EncodingStarted started ->
                publishing.onEncodingArrived(started.track(), started.rid(), started.codec());
            case MediaEvent.EncodingStopped stopped -> {}
            case MediaEvent.KeyFrameWanted wanted -> onKeyFrameWanted(wanted);
            case MediaEvent.SlotChanged changed -> viewing.onSlotChanged(changed);
            case MediaEvent.TransportChanged changed -> {
                return onTransport(changed);
            }
        }
        return true;
    }

    private void onKeyFrameWanted(MediaEvent.KeyFrameWanted wanted) {
        if (publishing.has(wanted.track())) {
            line.mention(ServerMessage.newBuilder()
                    .setKeyFrameRequested(KeyFrameRequested.newBuilder()
                            .setTrackId(wanted.track().value())
                            .setRid(wanted.rid())));
        }
    }

    private boolean onTransport(MediaEvent.TransportChanged changed) {
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
        return changed.state() != TransportState.FAILED && changed.state() != TransportState.CLOSED;
    }
}
