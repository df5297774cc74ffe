package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bitrate that a receiver thinks it can take (draft-alvestrand-rmcat-remb-03 §2.2).
 *
 * <pre>
 * |  'R' 'E' 'M' 'B'                                              |
 * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
 * |   SSRC feedback ...                                           |
 * </pre>
 *
 * @param senderSsrc of who says it
 * @param bitrateBps at least 0; written with 18 significant bits, rounded down
 * @param ssrcs the streams it is about, at most 255
 */
public record Remb(int senderSsrc, long bitrateBps, List<Integer> ssrcs) implements RtcpPacket {
    static final int FORMAT = 15;
    private static final int IDENTIFIER = 0x52454D42;
    private static final int FIXED_BYTES = 20;
    private static final int MANTISSA_BITS = 18;
    private static final int MAX_SSRCS = 255;

    public Remb {
        ssrcs = List.copyOf(ssrcs);
        if (bitrateBps < 0 || ssrcs.size() > MAX_SSRCS) {
            throw new IllegalArgumentException("a bitrate is not negative and is said of at most 255 streams");
        }
    }

    /** Whether an application layer feedback message is this one. */
    static boolean isRemb(ByteBuffer buffer, int offset, int length) {
        return length >= FIXED_BYTES && buffer.getInt(offset + RtcpHeader.FEEDBACK_BYTES) == IDENTIFIER;
    }

    static @Nullable Remb read(ByteBuffer buffer, int offset, int length) {
        int word = buffer.getInt(offset + 16);
        int count = word >>> 24;
        int exponent = (word >> MANTISSA_BITS) & 0x3f;
        long mantissa = word & 0x3_ffff;
        long bitrateBps = mantissa << exponent;
        if (length < FIXED_BYTES + 4 * count || bitrateBps < 0 || bitrateBps >> exponent != mantissa) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(buffer.getInt(offset + FIXED_BYTES + 4 * i));
        }
        return new Remb(buffer.getInt(offset + 4), bitrateBps, ssrcs);
    }

    int packetBytes() {
        return FIXED_BYTES + 4 * ssrcs.size();
    }

    void write(ByteBuffer out, int offset) {
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrateBps) - MANTISSA_BITS);
        RtcpHeader.writeFeedback(out, offset, FORMAT, RtcpHeader.PAYLOAD_FEEDBACK, packetBytes(), senderSsrc, 0);
        out.putInt(offset + 12, IDENTIFIER);
        out.putInt(offset + 16, (ssrcs.size() << 24) | (exponent << MANTISSA_BITS) | (int) (bitrateBps >> exponent));
        for (int i = 0; i < ssrcs.size(); i++) {
            out.putInt(offset + FIXED_BYTES + 4 * i, ssrcs.get(i));
        }
    }
}
