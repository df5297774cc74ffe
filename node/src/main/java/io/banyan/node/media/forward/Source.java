package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.MediaKind;
import org.jspecify.annotations.Nullable;

/** One encoding in one life of its SSRC and one codec: what a decoder takes for one stream. Owned by a media loop. */
final class Source {
    private @Nullable EncodingReceiver encoding;
    private int epoch;
    private CodecId codec = CodecId.OPUS;

    /** This packet begins the source. */
    void set(EncodingReceiver from, PacketSlot slot) {
        encoding = from;
        epoch = from.epoch();
        codec = slot.codec();
    }

    void clear() {
        encoding = null;
    }

    /** Null before the first packet, and when the encoding has got another SSRC. */
    @Nullable
    EncodingReceiver encoding() {
        return encoding != null && encoding.epoch() == epoch ? encoding : null;
    }

    /** Whether this packet goes on with it. */
    boolean includes(EncodingReceiver from, PacketSlot slot) {
        if (from != encoding || from.epoch() != epoch) {
            return false;
        }
        // Audio codecs change from packet to packet (RED when there is something to repeat) on one clock.
        return slot.codec() == codec
                || (codec.kind() == MediaKind.AUDIO && slot.codec().clockRate() == codec.clockRate());
    }
}
