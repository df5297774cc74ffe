package io.banyan.protocol.link;

import io.banyan.protocol.rtp.HeaderExtension;
import java.nio.ByteBuffer;

/** Lays media frames as {@link MediaFrame} reads them. */
final class MediaFrameWriter {
    /** The others belong to the path between a client and its node, or say what the alias says. */
    private static final HeaderExtension[] CARRIED = {
        HeaderExtension.AUDIO_LEVEL,
        HeaderExtension.DEPENDENCY_DESCRIPTOR,
        HeaderExtension.ABS_CAPTURE_TIME,
        HeaderExtension.PLAYOUT_DELAY,
        HeaderExtension.VIDEO_ORIENTATION
    };

    private MediaFrameWriter() {}

    /** Bytes of the elements, without their length. */
    static int extensionBytes(MediaExtensions extensions) {
        int total = 0;
        for (HeaderExtension extension : CARRIED) {
            int length = extensions.extensionLength(extension);
            if (length > 0 && length <= 255) {
                total += length + (length > MediaFrame.LONG_ELEMENT ? 2 : 1);
            }
        }
        return total;
    }

    /** Bytes of a frame. */
    static int frameBytes(int extensionBytes, int payloadBytes) {
        int lengthBytes = extensionBytes == 0 ? 0 : extensionBytes < MediaFrame.LONG_EXTENSIONS ? 1 : 3;
        return MediaFrame.FIXED_BYTES + lengthBytes + extensionBytes + payloadBytes;
    }

    /**
     * Writes a frame; there must be room.
     *
     * @return where it ends
     */
    static int write(
            ByteBuffer out,
            int offset,
            int alias,
            int flags,
            int codec,
            int wireSeq,
            int rtpTimestamp,
            MediaExtensions extensions,
            int extensionBytes,
            ByteBuffer payload,
            int payloadOffset,
            int payloadBytes) {
        int hasExtensions = extensionBytes > 0 ? MediaFrame.FLAG_EXTENSIONS : 0;
        out.put(offset, (byte) FrameType.MEDIA).putShort(offset + 1, (short) alias);
        out.put(offset + 3, (byte) (flags | hasExtensions)).put(offset + 4, (byte) codec);
        out.putShort(offset + 5, (short) wireSeq).putInt(offset + 7, rtpTimestamp);
        int at = offset + MediaFrame.TYPE_TO_EXTENSIONS_BYTES;
        if (extensionBytes > 0) {
            at = writeExtensions(out, at, extensions, extensionBytes);
        }
        out.putShort(at, (short) payloadBytes);
        at += 2;
        if (payloadBytes > 0) {
            out.put(at, payload, payloadOffset, payloadBytes);
        }
        return at + payloadBytes;
    }

    private static int writeExtensions(ByteBuffer out, int offset, MediaExtensions extensions, int bytes) {
        int at = offset;
        if (bytes < MediaFrame.LONG_EXTENSIONS) {
            out.put(at++, (byte) bytes);
        } else {
            out.put(at, (byte) MediaFrame.LONG_EXTENSIONS).putShort(at + 1, (short) bytes);
            at += 3;
        }
        for (HeaderExtension extension : CARRIED) {
            int length = extensions.extensionLength(extension);
            if (length > 0 && length <= 255) {
                int id = extension.number() << 4;
                if (length <= MediaFrame.LONG_ELEMENT) {
                    out.put(at++, (byte) (id | (length - 1)));
                } else {
                    out.put(at, (byte) (id | MediaFrame.LONG_ELEMENT)).put(at + 1, (byte) length);
                    at += 2;
                }
                out.put(at, extensions.buffer(), extensions.extensionOffset(extension), length);
                at += length;
            }
        }
        return at;
    }
}
