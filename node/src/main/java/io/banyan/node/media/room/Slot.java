package io.banyan.node.media.room;

import io.banyan.node.media.forward.SlotSettings;
import io.banyan.node.media.forward.SlotStream;
import io.banyan.protocol.rtp.MediaKind;
import org.jspecify.annotations.Nullable;

/** One receive m-line of a subscriber: a stream that stays, and whatever it carries at the moment. */
final class Slot {
    private final SlotStream stream;
    private @Nullable Subscription current;

    Slot(SlotStream stream) {
        this.stream = stream;
    }

    boolean isAudio() {
        return stream.kind() == MediaKind.AUDIO;
    }

    SlotStream stream() {
        return stream;
    }

    /** What it carries, or null. */
    @Nullable
    Subscription current() {
        return current;
    }

    /** Whether a newly negotiated m-line can go on with its stream. */
    boolean canBecome(SlotSettings settings) {
        return stream.kind() == settings.kind()
                && stream.ssrc() == settings.ssrc()
                && stream.rtxSsrc() == settings.rtxSsrc();
    }

    /** Points it at another track at once. */
    void carry(@Nullable Subscription next) {
        Subscription before = current;
        current = next;
        if (before != null) {
            before.close(next == null);
        }
    }
}
