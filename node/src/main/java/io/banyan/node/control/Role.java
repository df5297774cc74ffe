package io.banyan.node.control;

import io.banyan.protocol.signal.v1.TrackSource;
import java.util.Optional;
import java.util.Set;

/**
 * What a participant may publish at present, which its token says until somebody promotes it, and whether it asks for more.
 * Owned by one actor.
 */
final class Role {
    private final Set<TrackSource> byToken;
    private Set<TrackSource> publish;
    private long handRaisedAtMillis;

    /**
     * @param byToken sources that the token allows
     */
    Role(Set<TrackSource> byToken) {
        this.byToken = byToken;
        publish = byToken;
    }

    Set<TrackSource> publish() {
        return publish;
    }

    /** Whether others hear this one when it wants to. */
    boolean canSpeak() {
        return publish.contains(TrackSource.TRACK_SOURCE_MICROPHONE);
    }

    /** 0: it is down. */
    long handRaisedAtMillis() {
        return handRaisedAtMillis;
    }

    /** Raises the hand, or takes it down; whether that changed anything. */
    boolean raiseHand(boolean raised, long nowMillis) {
        if (raised == (handRaisedAtMillis != 0)) {
            return false;
        }
        handRaisedAtMillis = raised ? nowMillis : 0;
        return true;
    }

    /**
     * The room decided, or takes it back.
     *
     * @param promotedTo sources; empty optional: what the token says
     * @return whether that changed anything
     */
    boolean promote(Optional<Set<TrackSource>> promotedTo) {
        Set<TrackSource> now = promotedTo.map(Set::copyOf).orElse(byToken);
        if (now.equals(publish)) {
            return false;
        }
        publish = now;
        if (canSpeak()) {
            handRaisedAtMillis = 0;
        }
        return true;
    }
}
