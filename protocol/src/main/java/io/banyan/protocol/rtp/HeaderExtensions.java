package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the header extension elements of a packet, in the one-byte and the two-byte form (RFC 8285 §4.2, §4.3). A
 * reusable cursor over an {@link RtpView}; not thread-safe.
 *
 * <p>An element that is longer than what is left ends the reading; elements before it count.
 */
public final class HeaderExtensions {
    /** RFC 8285 §4.2. */
    static final int ONE_BYTE_PROFILE = 0xBEDE;

    /** RFC 8285 §4.3: the upper 12 bits; the lower four are appbits, which are ignored. */
    static final int TWO_BYTE_PROFILE = 0x1000;

    private static final int STOP_ID = 15;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private boolean twoByte;
    private int position;
    private int end;
    private int id;
    private int valueOffset;
    private int valueLength;

    /** Goes to before the first element of a packet. */
    public void reset(RtpView view) {
        int profile = view.extensionProfile();
        twoByte = (profile & 0xfff0) == TWO_BYTE_PROFILE;
        buffer = view.buffer();
        position = view.extensionOffset();
        end = twoByte || profile == ONE_BYTE_PROFILE ? position + view.extensionLength() : position;
        id = 0;
        valueLength = 0;
    }

    /** Goes to the next element; false if there is none. */
    public boolean next() {
        while (position < end) {
            int head = buffer.get(position) & 0xff;
            if (head == 0) {
                position++; // padding, in either form
            } else {
                return twoByte ? nextTwoByte(head) : nextOneByte(head);
            }
        }
        return stop();
    }

    /**
     * Goes to the first element with this id; false if there is none. Begins at the packet's first element, whatever
     * was read before.
     */
    public boolean find(RtpView view, int id) {
        reset(view);
        while (next()) {
            if (this.id == id) {
                return true;
            }
        }
        return false;
    }

    /** The element's local id, 1 to 14 or 1 to 255 by form; 0 when there is no element. */
    public int id() {
        return id;
    }

    /** Where the element's value begins, absolute in the packet's buffer. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of the element's value: 1 to 16 or 0 to 255 by form. */
    public int valueLength() {
        return valueLength;
    }

    /** The value as text, as mid and rid are (RFC 7941 §4.1); bytes that are no ASCII read as U+FFFD. Allocates. */
    public String valueText() {
        byte[] bytes = new byte[valueLength];
        buffer.get(valueOffset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private boolean nextOneByte(int head) {
        int length = (head & 0x0f) + 1;
        int headId = head >> 4;
        // RFC 8285 §4.2: 15, and padding that states a length, end the processing of the whole block.
        if (headId == STOP_ID || headId == 0 || position + 1 + length > end) {
            return stop();
        }
        return element(headId, position + 1, length);
    }

    private boolean nextTwoByte(int head) {
        if (position + 2 > end) {
            return stop();
        }
        int length = buffer.get(position + 1) & 0xff;
        if (position + 2 + length > end) {
            return stop();
        }
        return element(head, position + 2, length);
    }

    private boolean element(int elementId, int offset, int length) {
        id = elementId;
        valueOffset = offset;
        valueLength = length;
        position = offset + length;
        return true;
    }

    private boolean stop() {
        position = end;
        id = 0;
        valueLength = 0;
        return false;
    }
}
