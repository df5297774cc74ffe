package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * A reusable view of an AV1 payload's aggregation header and of its first OBU's type (AV1 RTP specification §4.4). Not
 * thread-safe.
 *
 * <pre>
 * |Z|Y| W |N|-|-|-|   then OBU elements: a length (leb128) and an OBU each; the last of W has no length
 * </pre>
 */
public final class Av1Payload {
    static final int SEQUENCE_HEADER = 1;
    private static final int NOTHING = -1;

    private int header;
    private int firstObuType;

    /**
     * Reads a payload's beginning.
     *
     * @return whether it is well-formed; if not, the view must not be read
     */
    public boolean read(ByteBuffer buffer, int offset, int length) {
        if (length < 1) {
            return false;
        }
        header = buffer.get(offset) & 0xff;
        firstObuType = NOTHING;
        if (startsCodedVideoSequence() && continuesObu()) {
            return false; // a sequence cannot begin in the middle of an OBU
        }
        if (continuesObu()) {
            return true;
        }
        int at = offset + 1;
        int end = offset + length;
        if (obuCount() != 1) {
            int lengthEnd = endOfLeb128(buffer, at, end);
            if (lengthEnd < 0) {
                return false;
            }
            at = lengthEnd;
        }
        if (at < end) {
            firstObuType = (buffer.get(at) >> 3) & 0x0f;
        }
        return true;
    }

    /** Whether the first element goes on with an OBU of the packet before (Z). */
    public boolean continuesObu() {
        return (header & 0x80) != 0;
    }

    /** Whether the last element's OBU goes on in the next packet (Y). */
    public boolean isContinuedObu() {
        return (header & 0x40) != 0;
    }

    /** How many elements there are, 1 to 3; 0 if that is not said and each has a length (W). */
    public int obuCount() {
        return (header >> 4) & 3;
    }

    /** Whether the packet is the first of a coded video sequence (N). */
    public boolean startsCodedVideoSequence() {
        return (header & 0x08) != 0;
    }

    /** The type of the OBU that the packet begins with, 0 to 15; -1 if it begins in the middle of one or is empty. */
    public int firstObuType() {
        return firstObuType;
    }

    /** Whether decoding can begin with this packet: N is set, or a sequence header comes first. */
    public boolean isKeyframeStart() {
        return startsCodedVideoSequence() || firstObuType == SEQUENCE_HEADER;
    }

    /** Where the bytes of a length end, or -1: not within the packet, or longer than eight bytes (AV1 §4.10.5). */
    private static int endOfLeb128(ByteBuffer buffer, int offset, int end) {
        for (int i = 0; i < 8 && offset + i < end; i++) {
            if (buffer.get(offset + i) >= 0) {
                return offset + i + 1;
            }
        }
        return -1;
    }
}
