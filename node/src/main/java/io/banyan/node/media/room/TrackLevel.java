package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSink;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.rtp.AudioLevel;
import io.banyan.protocol.rtp.HeaderExtension;

/**
 * Reads how loud each packet of a track is, before anybody else takes it; and has the track brought here while it is among
 * the loudest, if somebody's slots follow speech. Owned by a media loop.
 */
final class TrackLevel implements PacketSink {
    private final RoomSpeech speech;
    private final RoomTrack track;

    TrackLevel(RoomSpeech speech, RoomTrack track) {
        this.speech = speech;
        this.track = track;
    }

    @Override
    public void onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        // RFC 6464 §3: one byte, in either form of header.
        if (slot.payloadLength() > 0
                && !slot.isRetransmitted()
                && slot.extensionLength(HeaderExtension.AUDIO_LEVEL) >= AudioLevel.VALUE_BYTES) {
            int value = slot.buffer().get(slot.extensionOffset(HeaderExtension.AUDIO_LEVEL));
            speech.onLevel(track, AudioLevel.levelMinusDbov(value), nowNanos);
        }
    }

    @Override
    public boolean wants(EncodingReceiver encoding) {
        return speech.wantedPlaces() > 0;
    }

    @Override
    public int wantsAmong() {
        return speech.wantedPlaces();
    }
}
