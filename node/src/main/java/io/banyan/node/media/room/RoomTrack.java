package io.banyan.node.media.room;

import io.banyan.node.media.link.LinkedTrack;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.speech.Talker;
import io.banyan.node.media.speech.Voice;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;

/** One track of a room, wherever it is published, and who has it on a slot here. Owned by a media loop. */
final class RoomTrack implements Talker {
    private final TrackSpec spec;
    private final LinkedTrack linked;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Voice voice = new Voice();

    RoomTrack(TrackSpec spec, LinkedTrack linked) {
        this.spec = spec;
        this.linked = linked;
    }

    TrackId id() {
        return spec.track();
    }

    TrackSpec spec() {
        return spec;
    }

    boolean isAudio() {
        return spec.kind() == MediaKind.AUDIO;
    }

    /** Of the person whose track it is. */
    void setVoice(Voice ofPublisher) {
        voice = ofPublisher;
    }

    @Override
    public Voice voice() {
        return voice;
    }

    TrackReceiver receiver() {
        return linked.receiver();
    }

    /** The links that it goes out on. */
    LinkedTrack linked() {
        return linked;
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Ends every subscription to it, here and behind links. */
    void end() {
        linked.end();
        List.copyOf(subscriptions).forEach(Subscription::end);
    }
}
