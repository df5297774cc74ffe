package io.banyan.loadtest.peer;

import io.banyan.loadtest.playout.AudioPlayout;
import io.banyan.loadtest.playout.PlayoutStats;
import io.banyan.loadtest.playout.VideoPlayout;
import io.banyan.protocol.payload.RedPayload;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.TimestampUnwrapper;

/** Reads the packets of one slot for the models of what people see and hear. Owned by the peer's loop. */
final class SlotPlayout {
    private static final int AUDIO_PACKET_TICKS = PeerNumbers.AUDIO_CLOCK / 50;
    private static final long NONE = -1;

    private final boolean isVideo;
    private final VideoPlayout video = new VideoPlayout();
    private final AudioPlayout audio = new AudioPlayout();
    private final RedPayload red = new RedPayload();
    private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
    private long firstTimestamp = NONE;
    private long polledNanos;

    SlotPlayout(boolean isVideo) {
        this.isVideo = isVideo;
    }

    /** @param seq unwrapped; each comes once */
    void onPacket(RtpView packet, long seq, long nowNanos) {
        long timestamp = timestamps.unwrap(packet.timestamp());
        if (firstTimestamp == NONE) {
            firstTimestamp = timestamp;
        }
        if (!isVideo) {
            long index = (timestamp - firstTimestamp) / AUDIO_PACKET_TICKS;
            audio.onPacket(index, nowNanos);
            onRedundant(packet, index);
            return;
        }
        int offset = packet.payloadOffset();
        int length = packet.payloadLength();
        int keyHeight = Vp8Frame.startsKeyFrame(packet.buffer(), offset, length)
                ? Vp8Frame.keyFrameSize(packet.buffer(), offset, length) & 0xffff
                : 0;
        video.onPacket(
                seq, timestamp, Vp8Frame.startsFrame(packet.buffer(), offset), packet.marker(), keyHeight, nowNanos);
    }

    /** RFC 2198: sound that was sent before, and may not have come. */
    private void onRedundant(RtpView packet, long index) {
        if (packet.payloadType() == PeerNumbers.RED
                && red.read(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
            for (int i = 0; i < red.redundant(); i++) {
                audio.onRedundant(index - red.timestampOffset(i) / AUDIO_PACKET_TICKS);
            }
        }
    }

    void onPadding(long seq, long nowNanos) {
        if (isVideo) {
            video.onPadding(seq, nowNanos);
        }
    }

    /** The track is another one. */
    void onBreak() {
        video.onBreak();
        audio.onBreak();
    }

    void poll(long nowNanos) {
        polledNanos = nowNanos;
        video.poll(nowNanos);
        audio.poll(nowNanos);
    }

    void forgetLongest() {
        video.forgetLongest();
        audio.forgetLongest();
    }

    boolean needsKeyFrame(long nowNanos) {
        return isVideo && video.needsKeyFrame(nowNanos);
    }

    /** What comes before it is of no use any more; -1: nothing yet. */
    long lastDecodedSeq() {
        return video.lastDecodedSeq();
    }

    PlayoutStats stats() {
        return new PlayoutStats(
                video.shown(),
                video.height(),
                video.heightChanges(),
                video.freezes(),
                video.frozenMillis(),
                video.longestFreezeMillis(),
                video.sinceShownMillis(polledNanos),
                audio.ticks(),
                audio.madeUp(),
                audio.mendable(),
                audio.longestGapMillis(),
                audio.repaired(),
                audio.waitedMillis());
    }
}
