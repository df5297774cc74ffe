package io.banyan.protocol.link;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionWriter;
import java.nio.ByteBuffer;

/**
 * A reusable view of one media frame in a buffer that somebody else owns; not thread-safe.
 *
 * <pre>
 *  type (1) | alias (2) | flags (1) | codec (1) | RTP sequence (2) | RTP timestamp (4)
 *  if flagged: length of extensions (1; 255: two more bytes have it) | elements
 *  payload length (2) | payload
 *
 *  flags: 1 marker, 2 has extensions, 4 repeated; bits 5 to 7 the epoch of the SSRC modulo 8
 *  element: id (4 bits) | length - 1 (4 bits; 15: one more byte has the length) | value
 * </pre>
 */
public final class MediaFrame {
    static final int FLAG_MARKER = 1;
    static final int FLAG_EXTENSIONS = 2;
    static final int FLAG_REPEATED = 4;
    static final int EPOCH_SHIFT = 5;

    /** Of a frame without extensions: what stands beside the payload. */
    public static final int FIXED_BYTES = 13;

    static final int TYPE_TO_EXTENSIONS_BYTES = 11;
    static final int LONG_EXTENSIONS = 255;
    static final int LONG_ELEMENT = 15;

    private static final int ALIAS_AT = 1;
    static final int FLAGS_AT = 3;
    private static final int CODEC_AT = 4;
    private static final int SEQ_AT = 5;
    private static final int TIMESTAMP_AT = 7;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int offset;
    private int extensionsOffset;
    private int extensionsLength;
    private int payloadOffset;
    private int payloadLength;
    private CodecId codec = CodecId.OPUS;
    private boolean hasKnownCodec;

    /**
     * Looks at a frame.
     *
     * @param end absolute, where its datagram's frames end
     * @return bytes of the frame; -1 if it is none, and then the view must not be read
     */
    int wrap(ByteBuffer in, int at, int end) {
        if (end - at < FIXED_BYTES) {
            return -1;
        }
        int flags = in.get(at + FLAGS_AT);
        int position = at + TYPE_TO_EXTENSIONS_BYTES;
        int extensions = 0;
        if ((flags & FLAG_EXTENSIONS) != 0) {
            extensions = in.get(position++) & 0xFF;
            if (extensions == LONG_EXTENSIONS) {
                if (end - position < 2) {
                    return -1;
                }
                extensions = in.getShort(position) & 0xFFFF;
                position += 2;
            }
        }
        if (end - position < extensions + 2) {
            return -1;
        }
        int length = in.getShort(position + extensions) & 0xFFFF;
        int payload = position + extensions + 2;
        CodecId known = CodecId.ofNumber(in.get(at + CODEC_AT) & 0xFF);
        if (end - payload < length || (in.getShort(at + ALIAS_AT) == 0)) {
            return -1;
        }
        hasKnownCodec = known != null;
        codec = known == null ? CodecId.OPUS : known;
        buffer = in;
        offset = at;
        extensionsOffset = position;
        extensionsLength = extensions;
        payloadOffset = payload;
        payloadLength = length;
        return payload + length - at;
    }

    /** Whether the codec's number is one of {@link CodecId}; the link hands on no others. */
    boolean hasKnownCodec() {
        return hasKnownCodec;
    }

    /** The receiver's own name for the encoding, 1 to 65535. */
    public int alias() {
        return buffer.getShort(offset + ALIAS_AT) & 0xFFFF;
    }

    public boolean marker() {
        return (buffer.get(offset + FLAGS_AT) & FLAG_MARKER) != 0;
    }

    /** Whether this is the second copy of an audio frame. */
    public boolean isRepeated() {
        return (buffer.get(offset + FLAGS_AT) & FLAG_REPEATED) != 0;
    }

    /** Which of the publisher's SSRCs (or lives) the numbers belong to, modulo 8. */
    public int epoch() {
        return (buffer.get(offset + FLAGS_AT) & 0xFF) >> EPOCH_SHIFT;
    }

    public CodecId codec() {
        return codec;
    }

    /** The publisher's, 0 to 65535, wraps. */
    public int wireSeq() {
        return buffer.getShort(offset + SEQ_AT) & 0xFFFF;
    }

    /** The publisher's, all 32 bits used, wraps. */
    public int rtpTimestamp() {
        return buffer.getInt(offset + TIMESTAMP_AT);
    }

    /** Whether it only says that this sequence number never comes: padding, or given up. Nobody need wait or ask for it. */
    public boolean isNever() {
        return payloadLength == 0;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** Absolute in the buffer. */
    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }

    /** Adds the extensions, with their canonical ids, to an RTP packet's. */
    public void copyExtensions(ExtensionWriter target) {
        int at = extensionsOffset;
        int end = extensionsOffset + extensionsLength;
        while (at < end) {
            int head = buffer.get(at++) & 0xFF;
            int length = (head & 0x0F) + 1;
            if ((head & 0x0F) == LONG_ELEMENT) {
                length = at < end ? buffer.get(at++) & 0xFF : 0;
            }
            if (length > end - at) {
                return;
            }
            // An id of 0 is nobody's: the writer leaves it out.
            target.add(head >> 4, buffer, at, length);
            at += length;
        }
    }
}
