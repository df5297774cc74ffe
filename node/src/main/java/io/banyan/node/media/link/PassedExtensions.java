package io.banyan.node.media.link;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.link.MediaExtensions;
import io.banyan.protocol.rtp.HeaderExtension;
import java.nio.ByteBuffer;

/** Those of a packet's header extensions that belong to the media; what belongs to a hop stays on it. */
final class PassedExtensions implements MediaExtensions {
    private PacketSlot slot = PacketSlot.standalone();

    MediaExtensions of(PacketSlot packet) {
        slot = packet;
        return this;
    }

    @Override
    public ByteBuffer buffer() {
        return slot.buffer();
    }

    @Override
    public int extensionLength(HeaderExtension extension) {
        return switch (extension) {
            case AUDIO_LEVEL, DEPENDENCY_DESCRIPTOR, ABS_CAPTURE_TIME, PLAYOUT_DELAY, VIDEO_ORIENTATION ->
                slot.extensionLength(extension);
            case MID, RID, REPAIRED_RID, ABS_SEND_TIME, TRANSPORT_CC -> -1;
        };
    }

    @Override
    public int extensionOffset(HeaderExtension extension) {
        return slot.extensionOffset(extension);
    }
}
