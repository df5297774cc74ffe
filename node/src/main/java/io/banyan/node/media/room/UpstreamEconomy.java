package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.protocol.rtp.MediaKind;
import java.util.concurrent.TimeUnit;

/**
 * Has the publisher of a picture send only the encodings that somebody wants, here or behind a link. When nobody has
 * wanted any, the first who does gets all of them back: what the way to it carries is about to be found out.
 *
 * <p>Sound always comes: who speaks must be known before anybody hears it. Owned by a media loop.
 */
final class UpstreamEconomy {
    /** How soon a change of wishes counts that no sink's coming or going told. */
    static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Tells the publisher. */
    interface Told {
        void tell(EncodingReceiver encoding, boolean isWanted);
    }

    private final TrackReceiver track;
    private final EncodingPause[] pauses;
    private final boolean[] wanted;
    private long nextPollNanos = Long.MIN_VALUE;
    private int seenSinks = -1;

    UpstreamEconomy(TrackReceiver track) {
        this.track = track;
        pauses = track.kind() == MediaKind.VIDEO
                ? track.encodings().stream().map(EncodingPause::new).toArray(EncodingPause[]::new)
                : new EncodingPause[0];
        wanted = new boolean[pauses.length];
    }

    /** Tells the publisher what is due. */
    void poll(Told publisher, long nowNanos) {
        if (pauses.length == 0 || (nowNanos < nextPollNanos && seenSinks == track.sinkChanges())) {
            return;
        }
        nextPollNanos = nowNanos + POLL_NANOS;
        seenSinks = track.sinkChanges();
        boolean isAnyWanted = false;
        boolean isAnySent = false;
        for (int i = 0; i < pauses.length; i++) {
            EncodingReceiver encoding = pauses[i].encoding();
            wanted[i] = track.isWanted(encoding);
            isAnyWanted |= wanted[i];
            isAnySent |= pauses[i].isSent() && encoding.presence().hasArrived();
        }
        boolean isFirstWish = isAnyWanted && !isAnySent;
        for (int i = 0; i < pauses.length; i++) {
            switch (pauses[i].poll(wanted[i] || isFirstWish, nowNanos)) {
                case STOP -> publisher.tell(pauses[i].encoding(), false);
                case SEND -> publisher.tell(pauses[i].encoding(), true);
                case NOTHING -> {}
            }
        }
    }
}
