package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which CNAME each stream has (RFC 3550 §6.5); other items are skipped when read.
 *
 * @param chunks at most 31
 */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    private static final int CNAME = 1;
    private static final int MAX_TEXT_BYTES = 255;

    /**
     * One stream's name.
     *
     * @param ssrc the stream
     * @param cname at most 255 bytes of UTF-8; empty if none was given
     */
    public record Chunk(int ssrc, String cname) {
        public Chunk {
            if (!fits(cname)) {
                throw new IllegalArgumentException("a CNAME has at most 255 bytes");
            }
        }

        private int bytes() {
            // SSRC, item type and length, text, and one to four null bytes up to the next word.
            return 4 + ((2 + text().length + 4) & ~3);
        }

        private byte[] text() {
            return cname.getBytes(StandardCharsets.UTF_8);
        }
    }

    public SourceDescription {
        chunks = List.copyOf(chunks);
        RtcpHeader.checkCount(chunks.size());
    }

    /** One stream with one name. */
    public static SourceDescription of(int ssrc, String cname) {
        return new SourceDescription(List.of(new Chunk(ssrc, cname)));
    }

    static @Nullable SourceDescription read(ByteBuffer buffer, int offset, int length, int count) {
        List<Chunk> chunks = new ArrayList<>(count);
        int end = offset + length;
        int at = offset + RtcpHeader.BYTES;
        for (int i = 0; i < count; i++) {
            if (at + 4 > end) {
                return null;
            }
            int ssrc = buffer.getInt(at);
            String cname = "";
            at += 4;
            while (at < end && buffer.get(at) != 0) {
                int textOffset = at + 2;
                if (textOffset > end || textOffset + (buffer.get(at + 1) & 0xff) > end) {
                    return null;
                }
                int textBytes = buffer.get(at + 1) & 0xff;
                if (buffer.get(at) == CNAME) {
                    byte[] text = new byte[textBytes];
                    buffer.get(textOffset, text);
                    cname = new String(text, StandardCharsets.UTF_8);
                }
                at = textOffset + textBytes;
            }
            if (at >= end) {
                return null; // the list of items must end with a null byte
            }
            at += 4 - ((at - offset) & 3);
            if (!fits(cname)) {
                return null; // it was no UTF-8, and the replacement characters need more room than it had
            }
            chunks.add(new Chunk(ssrc, cname));
        }
        return new SourceDescription(chunks);
    }

    private static boolean fits(String cname) {
        return cname.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
    }

    int packetBytes() {
        int bytes = RtcpHeader.BYTES;
        for (Chunk chunk : chunks) {
            bytes += chunk.bytes();
        }
        return bytes;
    }

    void write(ByteBuffer out, int offset) {
        RtcpHeader.write(out, offset, chunks.size(), RtcpHeader.SOURCE_DESCRIPTION, packetBytes());
        int at = offset + RtcpHeader.BYTES;
        for (Chunk chunk : chunks) {
            byte[] text = chunk.text();
            int end = at + chunk.bytes();
            out.putInt(at, chunk.ssrc());
            out.put(at + 4, (byte) CNAME);
            out.put(at + 5, (byte) text.length);
            out.put(at + 6, text);
            for (int i = at + 6 + text.length; i < end; i++) {
                out.put(i, (byte) 0);
            }
            at = end;
        }
    }
}
