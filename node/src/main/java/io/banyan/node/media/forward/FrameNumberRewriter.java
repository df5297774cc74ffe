package io.banyan.node.media.forward;

import io.banyan.node.media.receive.LayerStructure;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.payload.ActiveTargetsWriter;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import java.nio.ByteBuffer;

/**
 * Frame numbers in the dependency descriptor (AV1 RTP specification, A.8.2: byte 0 is flags and template, then 16 bits
 * of frame number). A receiver drops a key frame whose number is below the last one's, whoever made that. Frames that are
 * left out leave a gap: references are told in differences of numbers; what will not come is told by the active decode
 * targets. Owned by a media loop.
 */
final class FrameNumberRewriter {
    private static final int FRAME_NUMBER_AT = 1;
    private static final int MANDATORY_BYTES = 3;
    private static final int MAX_BYTES = 255;

    /** Room for a descriptor. */
    static final int MAX_COPY_BYTES = MAX_BYTES + ActiveTargetsWriter.MAX_GROWTH_BYTES;

    private final Continuity frameNumbers = new Continuity(16);
    private final ActiveTargetsWriter activeTargets = new ActiveTargetsWriter();

    void begin() {
        frameNumbers.begin();
    }

    /**
     * Decides the values of a packet that is sent for the first time.
     *
     * @param targets to be announced, or {@link Rewritten#NO_TARGETS}
     */
    void rewrite(PacketSlot slot, int targets, Rewritten out) {
        int length = slot.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
        if (length >= MANDATORY_BYTES) {
            int at = slot.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR) + FRAME_NUMBER_AT;
            out.frameNumber = frameNumbers.map(slot.buffer().getShort(at) & 0xffff);
            out.activeTargets = targets;
        }
    }

    /**
     * Adds the changed descriptor to a header.
     *
     * @param copy of at least {@link #MAX_COPY_BYTES}
     */
    void write(PacketSlot slot, Rewritten rewritten, int id, ByteBuffer copy, ExtensionWriter extensions) {
        int length = slot.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
        boolean isChanged = rewritten.frameNumber != Rewritten.ABSENT && length >= MANDATORY_BYTES;
        if (id == 0 || !isChanged || length > MAX_BYTES) {
            return;
        }
        int written = announce(slot, rewritten, length, copy);
        if (written < 0 || written > MAX_BYTES) {
            copy.put(0, slot.buffer(), slot.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR), length);
            written = length;
        }
        copy.putShort(FRAME_NUMBER_AT, (short) rewritten.frameNumber);
        extensions.add(id, copy, 0, written);
    }

    private int announce(PacketSlot slot, Rewritten rewritten, int length, ByteBuffer copy) {
        LayerStructure structure = slot.layers().structure();
        if (rewritten.activeTargets == Rewritten.NO_TARGETS || structure == null) {
            return -1;
        }
        int at = slot.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
        int targets = Integer.SIZE - Integer.numberOfLeadingZeros(structure.all());
        return activeTargets.write(slot.buffer(), at, length, targets, rewritten.activeTargets, copy);
    }
}
