package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.plane.MediaEvent;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says when an encoding begins to arrive and when it has stopped. Owned by a media loop. */
final class EncodingActivity {
    /** A still screen share makes a frame a second. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EncodingReceiver encoding;
    private boolean isArriving;

    EncodingActivity(EncodingReceiver encoding) {
        this.encoding = encoding;
    }

    EncodingReceiver encoding() {
        return encoding;
    }

    /** What changed, null if nothing did. */
    @Nullable
    MediaEvent poll(TransportId transport, TrackId track, long nowNanos) {
        boolean arrives = encoding.presence().isArriving(nowNanos, SILENCE_NANOS);
        if (arrives == isArriving) {
            return null;
        }
        isArriving = arrives;
        return arrives
                ? new MediaEvent.EncodingStarted(transport, track, encoding.rid(), encoding.codec())
                : new MediaEvent.EncodingStopped(transport, track, encoding.rid());
    }
}
