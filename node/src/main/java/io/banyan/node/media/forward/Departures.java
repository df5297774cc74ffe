package io.banyan.node.media.forward;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.send.Pacer;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtp.MediaKind;
import java.util.concurrent.TimeUnit;

/**
 * Lets the packets of all of a subscriber's slots go: audio always, retransmissions before video; what the pacer allows
 * at once, in the batch in which it arrived, the rest with the next packet or when {@link #drain} is called. Owned by a media loop.
 */
public final class Departures {
    /**
     * What waited so long goes whatever the budget says: it is for the layers to become fewer, not for the queue. A
     * retransmission is dropped then: whoever still misses it asks again, and a link that loses much is not sent more.
     */
    static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A key frame of the largest encoding and what follows it; what does not fit pushes the first out, to its client. */
    static final int MAX_VIDEO = 512;

    /** More are not worth repairing at once. */
    static final int MAX_RETRANSMISSIONS = 128;

    private final PacketOutput output;
    private final Pacer pacer;
    private final DropCounters drops;
    private final HeldBack heldBack;
    private final WaitingPackets video;
    private final WaitingPackets retransmissions;
    /** In both: mostly nothing, and then neither has to be looked at. */
    private int waiting;

    /** @param heldBack of the loop, where packets wait */
    public Departures(PacketOutput output, Pacer pacer, DropCounters drops, HeldBack heldBack) {
        this.output = output;
        this.pacer = pacer;
        this.drops = drops;
        this.heldBack = heldBack;
        video = new WaitingPackets(heldBack, MAX_VIDEO);
        retransmissions = new WaitingPackets(heldBack, MAX_RETRANSMISSIONS);
    }

    /** Where packets that leave go. */
    PacketOutput output() {
        return output;
    }

    /** A packet left. */
    void onSent(int bytes) {
        pacer.onSent(bytes);
    }

    /**
     * A packet of a slot is ready.
     *
     * @param rewritten copied if it has to wait
     * @return its RTP bytes, about; 0: it could not be sent and was counted
     */
    int offer(SlotStream stream, PacketSlot slot, Rewritten rewritten, boolean withPayload, long nowNanos) {
        if (stream.kind() == MediaKind.AUDIO) {
            return stream.send(slot, rewritten, withPayload, nowNanos);
        }
        drain(nowNanos);
        if (isIdle() && pacer.allows(nowNanos)) {
            return stream.send(slot, rewritten, withPayload, nowNanos);
        }
        if (video.isFull()) {
            sendVideo(nowNanos);
        }
        video.add(stream, slot, rewritten, withPayload, nowNanos);
        waiting++;
        return slot.length();
    }

    /** A packet that the subscriber misses is to be sent again. */
    void offerAgain(SlotStream stream, PacketSlot slot, Rewritten rewritten, long nowNanos) {
        if (stream.kind() == MediaKind.AUDIO || (retransmissions.isEmpty() && pacer.allows(nowNanos))) {
            stream.resend(slot, rewritten, nowNanos);
            return;
        }
        if (retransmissions.isFull()) {
            dropRetransmission();
        }
        retransmissions.add(stream, slot, rewritten, true, nowNanos);
        waiting++;
    }

    /** What waits of a stream is of no use any more. */
    void abandon(SlotStream stream) {
        int pictures = video.drop(stream);
        int again = retransmissions.drop(stream);
        waiting -= pictures + again;
        drops.count(DropReason.LAYER_ABANDONED, pictures);
        drops.count(DropReason.RETRANSMISSION_LATE, again);
    }

    /** Whether nothing waits. */
    public boolean isIdle() {
        return waiting == 0;
    }

    /** Sends what the pacer allows now, and what has waited too long. */
    public void drain(long nowNanos) {
        if (waiting == 0) {
            return;
        }
        while (!retransmissions.isEmpty() && isLate(retransmissions, nowNanos)) {
            dropRetransmission();
        }
        while (!retransmissions.isEmpty() && pacer.allows(nowNanos)) {
            sendRetransmission(nowNanos);
        }
        while (!video.isEmpty() && (pacer.allows(nowNanos) || isLate(video, nowNanos))) {
            sendVideo(nowNanos);
        }
    }

    private static boolean isLate(WaitingPackets packets, long nowNanos) {
        return nowNanos - packets.first().sinceNanos() >= MAX_WAIT_NANOS;
    }

    private void dropRetransmission() {
        drops.count(DropReason.RETRANSMISSION_LATE);
        waiting--;
        heldBack.release(retransmissions.remove());
    }

    private void sendVideo(long nowNanos) {
        HeldBack.Place next = video.remove();
        waiting--;
        PacketSlot slot = next.slot();
        if (slot == null) {
            drops.count(DropReason.RING_OVERWRITTEN);
        } else {
            int _ = next.stream().send(slot, next.rewritten, next.withPayload(), nowNanos);
        }
        heldBack.release(next);
    }

    private void sendRetransmission(long nowNanos) {
        HeldBack.Place next = retransmissions.remove();
        waiting--;
        PacketSlot slot = next.slot();
        if (slot == null) {
            drops.count(DropReason.RING_OVERWRITTEN);
        } else {
            next.stream().resend(slot, next.rewritten, nowNanos);
        }
        heldBack.release(next);
    }
}
