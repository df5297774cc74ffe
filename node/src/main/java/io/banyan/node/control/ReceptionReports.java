package io.banyan.node.control;

import io.banyan.node.plane.ClientReception;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.ClientReport;
import io.banyan.protocol.signal.v1.ClientReport.SlotReport;
import io.banyan.protocol.signal.v1.TrackKind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes of the totals that a client reports what happened since its last report, as far as it can be believed: nobody
 * decodes faster than time passes. Owned by one participant's actor.
 */
final class ReceptionReports {
    /** Clients report every five seconds; what comes more often is left for the next time. */
    static final long LEAST_INTERVAL_MILLIS = 1_000;
    /** A report after a long silence counts as much as one after this. */
    static final long MOST_INTERVAL_MILLIS = 60_000;

    private static final long FRAMES_PER_SECOND = 240;
    /** A freeze lasts three frames at least (W3C webrtc-stats, freezeCount). */
    private static final long FREEZES_PER_SECOND = 10;

    private static final long SAMPLES_PER_MILLI = 192;

    /** Of a picture's side. */
    private static final int MAX_PIXELS = 16_384;

    /** The kind of a slot of the participant's. */
    interface Slots {
        TrackKind kindOf(String mid);
    }

    private record Totals(
            long frames, long freezes, long freezeMillis, long samples, long concealed, String startedTrack) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, "");
    }

    private final Slots slots;
    private final Consumer<ClientReception> sink;
    private final Map<String, Totals> bySlot = new HashMap<>();
    private long lastMillis;

    /**
     * @param slots says UNSPECIFIED for one that there is not
     * @param nowMillis when the first total began to be counted
     */
    ReceptionReports(Slots slots, Consumer<ClientReception> sink, long nowMillis) {
        this.slots = slots;
        this.sink = sink;
        lastMillis = nowMillis;
    }

    void on(ClientReport report, long nowMillis) {
        long elapsedMillis = Math.min(nowMillis - lastMillis, MOST_INTERVAL_MILLIS);
        if (elapsedMillis < LEAST_INTERVAL_MILLIS) {
            return;
        }
        lastMillis = nowMillis;
        bySlot.keySet().removeIf(mid -> slots.kindOf(mid) == TrackKind.TRACK_KIND_UNSPECIFIED);
        for (SlotReport slot : report.getSlotsList()) {
            TrackKind kind = slots.kindOf(slot.getMid());
            if (kind == TrackKind.TRACK_KIND_AUDIO || kind == TrackKind.TRACK_KIND_VIDEO) {
                on(slot, kind == TrackKind.TRACK_KIND_AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO, elapsedMillis);
            }
        }
    }

    private void on(SlotReport slot, MediaKind kind, long elapsedMillis) {
        Totals before = bySlot.getOrDefault(slot.getMid(), Totals.NONE);
        long firstFrameMillis = Integer.toUnsignedLong(slot.getFirstFrameMillis());
        boolean starts = firstFrameMillis > 0
                && firstFrameMillis <= MOST_INTERVAL_MILLIS
                && !slot.getTrackId().equals(before.startedTrack());
        Totals now = new Totals(
                Integer.toUnsignedLong(slot.getFramesDecoded()),
                Integer.toUnsignedLong(slot.getFreezes()),
                Integer.toUnsignedLong(slot.getFreezeMillis()),
                slot.getTotalSamples(),
                slot.getConcealedSamples(),
                firstFrameMillis > 0 ? slot.getTrackId() : "");
        bySlot.put(slot.getMid(), now);
        long samples = more(now.samples(), before.samples(), SAMPLES_PER_MILLI * elapsedMillis);
        sink.accept(new ClientReception(
                slot.getMid(),
                kind,
                elapsedMillis,
                more(now.frames(), before.frames(), FRAMES_PER_SECOND * elapsedMillis / 1_000),
                more(now.freezes(), before.freezes(), FREEZES_PER_SECOND * elapsedMillis / 1_000),
                more(now.freezeMillis(), before.freezeMillis(), elapsedMillis),
                samples,
                more(now.concealed(), before.concealed(), samples),
                slot.getHeight() < 0 ? 0 : Math.min(slot.getHeight(), MAX_PIXELS),
                starts ? firstFrameMillis : 0));
    }

    /** A total that went back began anew: what it has been since is not told from what it was before. */
    private static long more(long now, long before, long most) {
        return now < before ? 0 : Math.clamp(now - before, 0, most);
    }
}
