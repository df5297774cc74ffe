package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.payload.Vp8Descriptor;
import java.nio.ByteBuffer;

/**
 * Picture ids and TL0PICIDX of VP8 (RFC 7741 §4.2) that go on over all sources of a slot and whatever is left out of
 * them. Owned by a media loop.
 *
 * <p>Deviation: a source with 7-bit picture ids keeps their width, and another one before or after it may seem to have
 * lost frames; no browser sends them.
 */
final class Vp8Rewriter implements PayloadRewriter {
    private final Vp8Descriptor descriptor;
    private final PictureIds pictureIds = new PictureIds();
    private final Continuity tl0PictureIndexes = new Continuity(8);

    /**
     * @param descriptor to read with, the loop's
     */
    Vp8Rewriter(Vp8Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public void begin() {
        pictureIds.begin();
        tl0PictureIndexes.begin();
    }

    @Override
    public void rewrite(PacketSlot slot, Rewritten out) {
        if (!descriptor.read(slot.buffer(), slot.payloadOffset(), slot.payloadLength())) {
            return;
        }
        if (descriptor.pictureIdBits() != 0) {
            out.pictureId = pictureIds.forward(descriptor.pictureId(), descriptor.pictureIdBits());
        }
        if (descriptor.tl0PicIdx() >= 0) {
            out.tl0PictureIndex = tl0PictureIndexes.map(descriptor.tl0PicIdx());
        }
    }

    @Override
    public void skip(PacketSlot slot) {
        boolean isRead = descriptor.read(slot.buffer(), slot.payloadOffset(), slot.payloadLength());
        if (isRead && descriptor.pictureIdBits() != 0) {
            pictureIds.skip(descriptor.pictureId(), descriptor.pictureIdBits());
        }
    }

    @Override
    public int write(PacketSlot slot, Rewritten rewritten, ByteBuffer out, int offset) {
        boolean unchanged = rewritten.pictureId == Rewritten.ABSENT && rewritten.tl0PictureIndex == Rewritten.ABSENT;
        if (unchanged || !descriptor.read(slot.buffer(), slot.payloadOffset(), slot.payloadLength())) {
            return 0;
        }
        out.put(offset, slot.buffer(), slot.payloadOffset(), descriptor.length());
        if (rewritten.pictureId != Rewritten.ABSENT) {
            descriptor.patchPictureId(out, offset, rewritten.pictureId);
        }
        if (rewritten.tl0PictureIndex != Rewritten.ABSENT) {
            descriptor.patchTl0PicIdx(out, offset, rewritten.tl0PictureIndex);
        }
        return descriptor.length();
    }
}
