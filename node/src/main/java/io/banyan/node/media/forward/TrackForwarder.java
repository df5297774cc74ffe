package io.banyan.node.media.forward;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSink;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.send.LayerDemand;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.rtp.MediaKind;

/** Forwards one track to one slot of one subscriber. Owned by a media loop. */
public final class TrackForwarder implements PacketSink {
    /** As long as an encoding has to be silent to be called stopped. */
    static final long NO_MEDIA_NANOS = 2_000_000_000;

    private final TrackReceiver track;
    private final int csrc;
    private final SlotStream stream;
    private final LayerSelector selector;
    private final DropCounters drops;
    private final LayerDemand demand = new LayerDemand();
    private final boolean screen;
    private SlotWish wish;
    private boolean hidden;
    private boolean paused;
    private boolean undemanding;
    private boolean codecRefused;
    private long packets;
    private long bytes;
    private long keyframeRequests;

    /**
     * Makes a forwarder that forwards nothing before it is opened.
     *
     * @param csrc names the track in every packet
     * @param width of the track's largest encoding in pixels, 0: not known
     * @param height of the track's largest encoding in pixels, 0: not known
     * @param isScreen sharpness comes before everything else
     */
    public TrackForwarder(
            TrackReceiver track,
            int csrc,
            int width,
            int height,
            boolean isScreen,
            SlotWish wish,
            SlotStream stream,
            DropCounters drops) {
        this.track = track;
        this.csrc = csrc;
        this.stream = stream;
        this.drops = drops;
        this.screen = isScreen;
        this.wish = wish;
        this.hidden = wish.hidden();
        WantedEncoding size = new WantedEncoding(width, height);
        this.selector = track.encodings().size() == 1
                ? new SingleSelector(track, size, wish)
                : new SimulcastSelector(track, size, wish);
    }

    /** Begins: takes the track's packets, and asks for a key frame. */
    public void open(long nowNanos) {
        track.addSink(this);
        poll(nowNanos);
    }

    /** Ends. Unless another forwarder follows on the slot at once, {@link #closeAndFree} does. */
    public void close() {
        track.removeSink(this);
    }

    /** Ends, and lets go of the publisher's packets. */
    public void closeAndFree() {
        close();
        stream.release();
    }

    @Override
    public void onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        if (slot.payloadLength() == 0) {
            onPadding(from, slot, nowNanos);
            return;
        }
        if (hidden) {
            drops.count(DropReason.SLOT_HIDDEN);
            return;
        }
        if (paused) {
            drops.count(DropReason.SLOT_PAUSED);
            return;
        }
        codecRefused = !stream.accepts(slot);
        if (codecRefused) {
            drops.count(DropReason.CODEC_NOT_NEGOTIATED);
            return;
        }
        Selection selection = selector.select(from, slot, nowNanos);
        boolean isCurrent = selection == Selection.FORWARD || selection == Selection.LEAVE_OUT;
        if (isCurrent && stream.isBeyond(slot)) {
            selector.restart();
            selection = selector.select(from, slot, nowNanos);
        }
        switch (selection) {
            case FORWARD -> forward(slot, nowNanos);
            case LEAVE_OUT -> leaveOut(slot, nowNanos);
            case SWITCH -> begin(from, slot, nowNanos);
            case OTHER_LAYER -> drops.count(DropReason.LAYER_NOT_SELECTED);
            case AWAITING_KEY_FRAME -> drops.count(DropReason.AWAITING_KEY_FRAME);
        }
    }

    /** Takes what comes and has nothing brought: another sink sees to that. */
    public void takeWhatComes() {
        undemanding = true;
    }

    @Override
    public boolean wants(EncodingReceiver encoding) {
        return !undemanding && !hidden && !paused && selector.wants(encoding);
    }

    /** It is counted where it was received; here it must only leave no hole. */
    private void onPadding(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        if (!hidden && !paused && from == selector.current() && !stream.isBeyond(slot)) {
            forward(slot, nowNanos);
        }
    }

    private void begin(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        boolean isStarting = track.kind() == MediaKind.AUDIO && from.isStarting(nowNanos);
        if (isStarting || !stream.begin(slot, from)) {
            selector.restart();
            drops.count(isStarting ? DropReason.AUDIO_STARTING : DropReason.AUDIO_OVERLAP);
            return;
        }
        forward(slot, nowNanos);
        // A key frame whose beginning came late: what had overtaken it follows.
        for (long seq = slot.seq() + 1; track.kind() == MediaKind.VIDEO && seq <= from.highestSeq(); seq++) {
            PacketSlot overtaken = from.find(seq);
            if (overtaken != null && stream.accepts(overtaken)) {
                forwardIfPassed(from, overtaken, nowNanos);
            }
        }
    }

    private void forwardIfPassed(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        switch (selector.select(from, slot, nowNanos)) {
            case FORWARD -> forward(slot, nowNanos);
            case LEAVE_OUT -> leaveOut(slot, nowNanos);
            case SWITCH, OTHER_LAYER, AWAITING_KEY_FRAME -> {}
        }
    }

    private void forward(PacketSlot slot, long nowNanos) {
        count(stream.forward(slot, csrc, selector.layers(), nowNanos));
    }

    private void leaveOut(PacketSlot slot, long nowNanos) {
        drops.count(DropReason.LAYER_NOT_SELECTED);
        count(stream.leaveOut(slot, csrc, nowNanos));
    }

    private void count(int sent) {
        if (sent > 0) {
            packets++;
            bytes += sent;
        }
    }

    /** What the subscriber wants changed. */
    public void setWish(SlotWish newWish, long nowNanos) {
        wish = newWish;
        if (hidden && !wish.hidden()) {
            selector.restart();
        }
        hidden = wish.hidden();
        selector.onWish(wish);
        poll(nowNanos);
    }

    /** The subscriber's decoder needs a key frame (PLI, FIR). */
    public void onKeyframeRequest(long nowNanos) {
        keyframeRequests++;
        selector.onKeyframeWanted(nowNanos);
    }

    /** Looks after key frames and layers; every 100 ms or so. */
    public void poll(long nowNanos) {
        if (!hidden && !paused) {
            selector.poll(nowNanos);
        }
    }

    /** What the slot would be sent if its subscriber's way allowed; the answer goes in there. */
    public LayerDemand demand(long nowNanos) {
        demand.begin(selector.wanted(), wish.priority(), wish.pinned(), screen);
        if (!hidden && !codecRefused) {
            LayerLadder.fill(demand, track.encodings(), screen, wish.frameRate(), nowNanos);
        }
        return demand;
    }

    /**
     * Does what the allocation says.
     *
     * @param isLimited whether it is known what the way carries
     * @param isOverused whether packets queue up on the way: what is too much is broken off at once, and does not go on
     *     until the key frame of a lower layer
     */
    public void applyGrant(boolean isLimited, boolean isOverused, long nowNanos) {
        int granted = demand.granted();
        boolean isKept = granted == LayerDemand.PAUSED && demand.wantedBps() > 0;
        if (paused && !isKept) {
            selector.restart();
        }
        if (!paused && isKept) {
            stream.abandon();
        }
        paused = isKept;
        if (granted == LayerDemand.PAUSED) {
            // Nothing comes yet: what comes first is the lowest, until it is known how much there is.
            selector.limit(isLimited ? Layer.LOWEST : Layer.BEST);
            return;
        }
        selector.limit(granted);
        EncodingReceiver current = selector.current();
        if (isOverused && current != null && current.index() > Layer.encoding(granted)) {
            selector.restart();
            stream.abandon();
        }
        poll(nowNanos);
    }

    /** The layer that it has now. */
    public DownlinkSample.SlotLayer layer() {
        int granted = demand.granted();
        return new DownlinkSample.SlotLayer(
                stream.mid(),
                currentRid(),
                granted == LayerDemand.PAUSED ? LayerDemand.PAUSED : Layer.encoding(granted),
                Layer.spatialId(granted),
                Layer.temporalId(granted),
                Layer.encoding(selector.wanted()),
                demand.grantedBps());
    }

    /** What an audio track takes, bits per second. */
    public long audioBps() {
        return track.encodings().getFirst().bitrateBps();
    }

    /** Whether the slot carries what was asked for. */
    public SlotState state(long nowNanos) {
        if (hidden) {
            return SlotState.HIDDEN;
        }
        if (codecRefused) {
            return SlotState.NO_COMMON_CODEC;
        }
        if (paused) {
            return SlotState.NO_BANDWIDTH;
        }
        return packets > 0 && track.hasMedia(nowNanos, NO_MEDIA_NANOS) ? SlotState.FLOWING : SlotState.NO_MEDIA;
    }

    /** The rid of what is forwarded now; empty before the first, and where there is only one. */
    public String currentRid() {
        EncodingReceiver current = selector.current();
        return current == null ? "" : current.rid();
    }

    public TrackReceiver track() {
        return track;
    }

    public SlotStream stream() {
        return stream;
    }

    /** Packets sent, retransmissions not counted. */
    public long packets() {
        return packets;
    }

    /** RTP bytes of them. */
    public long bytes() {
        return bytes;
    }

    /** Key frames that the subscriber asked for. */
    public long keyframeRequests() {
        return keyframeRequests;
    }
}
