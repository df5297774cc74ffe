package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.payload.Vp9Descriptor;
import java.nio.ByteBuffer;

/**
 * Picture ids and TL0PICIDX of VP9 (RFC 9628 §4.2) that go on over all sources of a slot. Pictures that are left out
 * leave a gap: references are told in differences of picture ids. Owned by a media loop.
 *
 * <p>Deviation: a source with 7-bit picture ids keeps their width, and the next source may seem to have lost pictures; no
 * browser sends them.
 */
final class Vp9Rewriter implements PayloadRewriter {
    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final Continuity pictureIds = new Continuity(15);
    private final Continuity tl0PictureIndexes = new Continuity(8);

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
            out.pictureId = pictureIds.map(descriptor.pictureId());
        }
        if (descriptor.tl0PicIdx() >= 0) {
            out.tl0PictureIndex = tl0PictureIndexes.map(descriptor.tl0PicIdx());
        }
    }

    @Override
    public void skip(PacketSlot slot) {}

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
