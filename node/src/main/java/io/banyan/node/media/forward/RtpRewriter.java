package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpClock;

/**
 * Number, timestamp and marker of a packet's copy on a slot, over all sources that the slot ever has. Owned by a media
 * loop.
 */
final class RtpRewriter {
    private final boolean audio;
    private final SequenceMap sequence;
    private final TimestampMap timestamps;
    private boolean first;

    /**
     * Begins without a source.
     *
     * @param pair that the slot is one of
     * @param window packets of a source that are known by number, a power of two
     * @param firstOut the slot's first sequence number, positive
     * @param timestampBase random
     */
    RtpRewriter(MediaKind kind, SlotPair pair, int window, long firstOut, int timestampBase, RtpClock clock) {
        audio = kind == MediaKind.AUDIO;
        sequence = new SequenceMap(window, firstOut);
        timestamps = new TimestampMap(kind, pair, timestampBase, clock);
    }

    /**
     * From now on packets are of another source.
     *
     * @return false: not yet, its time overlaps with what was sent; the packet is to be dropped
     */
    boolean begin(PacketSlot slot, EncodingReceiver from) {
        if (timestamps.overlaps(slot, from.clock())) {
            return false;
        }
        sequence.begin(slot.seq());
        timestamps.begin(from.clock());
        first = true;
        return true;
    }

    /** Whether the source jumped so far that it has to begin anew. */
    boolean isBeyond(PacketSlot slot) {
        return sequence.isBeyond(slot.seq());
    }

    /** Whether to leave the packet out for the sake of lip sync. */
    boolean lags(PacketSlot slot) {
        return timestamps.lags(slot);
    }

    /**
     * Numbers a packet; false: it has no place in what was sent.
     *
     * @param marker as the packets that are forwarded need it
     */
    boolean rewrite(PacketSlot slot, boolean marker, Rewritten out) {
        long outSeq = sequence.forward(slot.seq());
        if (outSeq == SequenceMap.NONE) {
            return false;
        }
        out.outSeq = outSeq;
        out.timestamp = timestamps.map(slot);
        // RFC 3551 §4.1: a marker on audio begins a talk spurt, which another speaker's first packet does.
        out.marker = marker || (audio && first);
        first = false;
        return true;
    }

    /** Leaves a packet out; true: it was given a number before, and an empty packet has to fill it. */
    boolean skip(PacketSlot slot, Rewritten out) {
        long outSeq = sequence.skip(slot.seq());
        if (outSeq == SequenceMap.NONE) {
            return false;
        }
        out.outSeq = outSeq;
        out.timestamp = timestamps.map(slot);
        out.marker = false;
        return true;
    }

    /** The number that the next new packet will get. */
    long nextOut() {
        return sequence.nextOut();
    }

    /** The timestamp of a moment on the node's clock. */
    int timestampAt(long nodeNanos) {
        return timestamps.at(nodeNanos);
    }
}
