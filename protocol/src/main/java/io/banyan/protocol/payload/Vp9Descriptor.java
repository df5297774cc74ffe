package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * A reusable view of a VP9 payload descriptor (RFC 9628 §4.2), flexible mode or not. Not thread-safe.
 *
 * <pre>
 * |I|P|L|F|B|E|V|Z|
 * |M| PICTURE ID  |   if I; 15 bits in two bytes if M
 * |TID|U| SID |D|     if L  (TID has three bits)
 * |  TL0PICIDX    |   if L and not F
 * | P_DIFF      |N|   if F and P, up to three times
 * | SS            |   if V: scalability structure
 * </pre>
 */
public final class Vp9Descriptor {
    private static final int NOWHERE = -1;
    private static final int MAX_REFERENCES = 3;
    private static final int MAX_SPATIAL_LAYERS = 8;

    private final int[] references = new int[MAX_REFERENCES];
    private final int[] widths = new int[MAX_SPATIAL_LAYERS];
    private final int[] heights = new int[MAX_SPATIAL_LAYERS];
    private int length;
    private int flags;
    private int pictureIdBits;
    private int pictureId;
    private int pictureIdAt;
    private int layers;
    private int tl0PicIdx;
    private int tl0PicIdxAt;
    private int referenceCount;
    private int structureLayers;
    private boolean sized;

    /**
     * Reads a payload's descriptor.
     *
     * @return whether it is well-formed; if not, the view must not be read
     */
    public boolean read(ByteBuffer buffer, int offset, int length) {
        int end = offset + length;
        int at = offset;
        if (length < 1) {
            return false;
        }
        flags = buffer.get(at++) & 0xff;
        pictureIdBits = 0;
        pictureId = NOWHERE;
        if ((flags & 0x80) != 0) {
            if (at == end) {
                return false;
            }
            boolean wide = buffer.get(at) < 0;
            if (wide && at + 2 > end) {
                return false;
            }
            pictureIdAt = at - offset;
            pictureIdBits = wide ? 15 : 7;
            pictureId = wide ? buffer.getShort(at) & 0x7fff : buffer.get(at);
            at += wide ? 2 : 1;
        }
        layers = 0;
        tl0PicIdx = NOWHERE;
        tl0PicIdxAt = NOWHERE;
        if (hasLayers()) {
            if (at + (isFlexible() ? 1 : 2) > end) {
                return false;
            }
            layers = buffer.get(at++) & 0xff;
            if (!isFlexible()) {
                tl0PicIdxAt = at - offset;
                tl0PicIdx = buffer.get(at++) & 0xff;
            }
        }
        referenceCount = 0;
        if (isFlexible() && isInterPicturePredicted()) {
            boolean more = true;
            while (more) {
                if (at == end || referenceCount == MAX_REFERENCES) {
                    return false;
                }
                int reference = buffer.get(at++) & 0xff;
                references[referenceCount++] = reference >> 1;
                more = (reference & 1) != 0;
            }
        }
        structureLayers = 0;
        sized = false;
        if ((flags & 0x02) != 0) {
            at = readStructure(buffer, at, end);
            if (at < 0) {
                return false;
            }
        }
        this.length = at - offset;
        return true;
    }

    /** RFC 9628 §4.2.1: where the structure ends, or -1. The picture group is stepped over. */
    private int readStructure(ByteBuffer buffer, int offset, int end) {
        int at = offset;
        if (at == end) {
            return -1;
        }
        int head = buffer.get(at++) & 0xff;
        structureLayers = (head >> 5) + 1;
        if ((head & 0x10) != 0) {
            if (at + 4 * structureLayers > end) {
                return -1;
            }
            for (int i = 0; i < structureLayers; i++) {
                widths[i] = buffer.getShort(at) & 0xffff;
                heights[i] = buffer.getShort(at + 2) & 0xffff;
                at += 4;
            }
            sized = true;
        }
        if ((head & 0x08) == 0) {
            return at;
        }
        if (at == end) {
            return -1;
        }
        int pictures = buffer.get(at++) & 0xff;
        for (int i = 0; i < pictures; i++) {
            if (at >= end) {
                return -1;
            }
            at += 1 + ((buffer.get(at) >> 2) & 3);
        }
        return at > end ? -1 : at;
    }

    /** Bytes of the descriptor. */
    public int length() {
        return length;
    }

    /** 7 or 15; 0 without a picture id. */
    public int pictureIdBits() {
        return pictureIdBits;
    }

    /** 0 to 127 or 32767 by {@link #pictureIdBits}, wraps; -1 without. */
    public int pictureId() {
        return pictureId;
    }

    /** Whether the frame refers to an earlier picture (P). */
    public boolean isInterPicturePredicted() {
        return (flags & 0x40) != 0;
    }

    /** Whether layer indices are there (L). */
    public boolean hasLayers() {
        return (flags & 0x20) != 0;
    }

    /** Whether references are given packet by packet (F). */
    public boolean isFlexible() {
        return (flags & 0x10) != 0;
    }

    /** Whether the packet is the first of its layer frame (B). */
    public boolean startOfFrame() {
        return (flags & 0x08) != 0;
    }

    /** Whether the packet is the last of its layer frame (E). */
    public boolean endOfFrame() {
        return (flags & 0x04) != 0;
    }

    /** Whether no higher spatial layer refers to this one (Z). */
    public boolean isNotReferenceForUpperLayers() {
        return (flags & 0x01) != 0;
    }

    /** 0 to 7; 0 without layer indices. */
    public int temporalId() {
        return layers >> 5;
    }

    /** Whether a receiver may switch up to this temporal layer here (U). */
    public boolean isSwitchingUpPoint() {
        return (layers & 0x10) != 0;
    }

    /** 0 to 7; 0 without layer indices. */
    public int spatialId() {
        return (layers >> 1) & 7;
    }

    /** Whether the frame refers to the spatial layer below (D). */
    public boolean isInterLayerDependent() {
        return (layers & 1) != 0;
    }

    /** The number of the last frame of the lowest temporal layer, 0 to 255, wraps; -1 without. */
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /** References given in flexible mode, 0 to 3. */
    public int referenceCount() {
        return referenceCount;
    }

    /**
     * How many pictures before this one a reference is, 1 to 127.
     *
     * @param index 0 to {@link #referenceCount} - 1
     */
    public int reference(int index) {
        return references[index];
    }

    /** Spatial layers that the structure in this packet tells of, 1 to 8; 0 without one. */
    public int structureLayers() {
        return structureLayers;
    }

    /** Whether the structure says how large the layers are. */
    public boolean hasSizes() {
        return sized;
    }

    /** Pixels of a spatial layer, if {@link #hasSizes}. */
    public int width(int spatialId) {
        return widths[spatialId];
    }

    /** Pixels of a spatial layer, if {@link #hasSizes}. */
    public int height(int spatialId) {
        return heights[spatialId];
    }

    /** Whether the packet is the first of a key frame: of its lowest spatial layer, others follow. */
    public boolean isKeyframeStart() {
        return startOfFrame() && !isInterPicturePredicted() && spatialId() == 0;
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
