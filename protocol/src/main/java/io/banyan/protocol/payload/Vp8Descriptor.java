package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * A reusable view of a VP8 payload descriptor (RFC 7741 §4.2). Remembers where the fields stand, so that the numbers
 * can be patched in a copy of the packet. Not thread-safe.
 *
 * <pre>
 * |X|R|N|S|R| PID |
 * |I|L|T|K| RSV   |   if X
 * |M| PictureID   |   if I; 15 bits in two bytes if M
 * |   TL0PICIDX   |   if L
 * |TID|Y| KEYIDX  |   if T or K
 * </pre>
 */
public final class Vp8Descriptor {
    private static final int NOWHERE = -1;

    private int length;
    private boolean nonReference;
    private boolean startOfPartition;
    private int partition;
    private int pictureIdBits;
    private int pictureId;
    private int pictureIdAt;
    private int tl0PicIdx;
    private int tl0PicIdxAt;
    private int temporalId;
    private boolean layerSync;
    private int keyIdx;
    private boolean keyframe;

    /**
     * Reads a payload's descriptor and the first byte behind it.
     *
     * @return whether it is well-formed; if not, the view must not be read
     */
    public boolean read(ByteBuffer buffer, int offset, int length) {
        int end = offset + length;
        int at = offset;
        if (length < 1) {
            return false;
        }
        int first = buffer.get(at++);
        nonReference = (first & 0x20) != 0;
        startOfPartition = (first & 0x10) != 0;
        partition = first & 0x07;
        int flags = 0;
        if ((first & 0x80) != 0) {
            if (at == end) {
                return false;
            }
            flags = buffer.get(at++);
        }
        pictureIdAt = NOWHERE;
        pictureIdBits = 0;
        pictureId = NOWHERE;
        if ((flags & 0x80) != 0) {
            if (at == end) {
                return false;
            }
            pictureIdAt = at - offset;
            boolean wide = buffer.get(at) < 0;
            if (wide && at + 2 > end) {
                return false;
            }
            pictureIdBits = wide ? 15 : 7;
            pictureId = wide ? buffer.getShort(at) & 0x7fff : buffer.get(at);
            at += wide ? 2 : 1;
        }
        tl0PicIdxAt = NOWHERE;
        tl0PicIdx = NOWHERE;
        if ((flags & 0x40) != 0) {
            if (at == end) {
                return false;
            }
            tl0PicIdxAt = at - offset;
            tl0PicIdx = buffer.get(at++) & 0xff;
        }
        temporalId = NOWHERE;
        layerSync = false;
        keyIdx = NOWHERE;
        if ((flags & 0x30) != 0) {
            if (at == end) {
                return false;
            }
            int layer = buffer.get(at++) & 0xff;
            if ((flags & 0x20) != 0) {
                temporalId = layer >> 6;
                layerSync = (layer & 0x20) != 0;
            }
            if ((flags & 0x10) != 0) {
                keyIdx = layer & 0x1f;
            }
        }
        this.length = at - offset;
        // RFC 7741 §4.3: the inverse of the P bit, where the payload header stands.
        keyframe = startOfFrame() && at < end && (buffer.get(at) & 1) == 0;
        return true;
    }

    /** Bytes of the descriptor. */
    public int length() {
        return length;
    }

    /** Whether nothing refers to this frame, so that it may be dropped (N). */
    public boolean isNonReference() {
        return nonReference;
    }

    /** Whether the packet begins a partition (S). */
    public boolean isStartOfPartition() {
        return startOfPartition;
    }

    /** The partition's index, 0 to 7. */
    public int partition() {
        return partition;
    }

    /** Whether the packet is the first of its frame. */
    public boolean startOfFrame() {
        return startOfPartition && partition == 0;
    }

    /** Whether the packet is the first of a key frame. */
    public boolean isKeyframeStart() {
        return keyframe;
    }

    /** 7 or 15; 0 without a picture id. */
    public int pictureIdBits() {
        return pictureIdBits;
    }

    /** 0 to 127 or 32767 by {@link #pictureIdBits}, wraps; -1 without. */
    public int pictureId() {
        return pictureId;
    }

    /** The number of the last frame of the lowest temporal layer, 0 to 255, wraps; -1 without. */
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /** 0 to 3; -1 without. */
    public int temporalId() {
        return temporalId;
    }

    /** Whether the frame refers to the lowest temporal layer only, so that a receiver may switch up to it (Y). */
    public boolean isLayerSync() {
        return layerSync;
    }

    /** 0 to 31, wraps; -1 without. */
    public int keyIdx() {
        return keyIdx;
    }

    /**
     * Writes another picture id, as wide as the one that was read; does nothing if there was none.
     *
     * @param out a buffer with the payload that was read, or a copy of it
     * @param payloadOffset where that payload begins in it
     * @param value of which the low 7 or 15 bits are written
     */
    public void patchPictureId(ByteBuffer out, int payloadOffset, int value) {
        if (pictureIdBits == 15) {
            out.putShort(payloadOffset + pictureIdAt, (short) (0x8000 | value));
        } else if (pictureIdBits == 7) {
            out.put(payloadOffset + pictureIdAt, (byte) (value & 0x7f));
        }
    }

    /**
     * Writes another TL0PICIDX; does nothing if there was none.
     *
     * @param out a buffer with the payload that was read, or a copy of it
     * @param payloadOffset where that payload begins in it
     * @param value of which the low 8 bits are written
     */
    public void patchTl0PicIdx(ByteBuffer out, int payloadOffset, int value) {
        if (tl0PicIdxAt != NOWHERE) {
            out.put(payloadOffset + tl0PicIdxAt, (byte) value);
        }
    }
}
