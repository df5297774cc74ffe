package io.banyan.node.control;

import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaEventSink;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a media loop tells a participant, to whichever actor it has at the moment; without one it keeps what is
 * told. The loop knows it for as long as the transport is open, which may be longer than any actor lives.
 */
final class MediaRelay implements MediaEventSink {
    /** Events are rare: so many are told in minutes, and a node is without actors for seconds. */
    static final int MAX_KEPT = 256;

    private final Queue<MediaEvent> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger keptCount = new AtomicInteger();
    private volatile @Nullable MediaEventSink target;

    @Override
    public void accept(MediaEvent event) {
        MediaEventSink present = target;
        if (present != null) {
            present.accept(event);
            return;
        }
        if (event instanceof MediaEvent.LegsMeasured || event instanceof MediaEvent.DownlinkMeasured) {
            // Of its second only.
            return;
        }
        if (keptCount.incrementAndGet() > MAX_KEPT) {
            keptCount.decrementAndGet();
            return;
        }
        kept.add(event);
        // Somebody may have come, and have looked, before the event was there.
        deliverKept();
    }

    /** From now on events go there, the kept ones first. */
    void attach(MediaEventSink sink) {
        target = sink;
        deliverKept();
    }

    /** From now on events are kept. */
    void detach() {
        target = null;
    }

    private void deliverKept() {
        MediaEventSink present = target;
        if (present == null) {
            return;
        }
        for (MediaEvent event = kept.poll(); event != null; event = kept.poll()) {
            keptCount.decrementAndGet();
            present.accept(event);
        }
    }
}
