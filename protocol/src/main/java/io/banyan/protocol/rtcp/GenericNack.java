package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Packets that a receiver misses (RFC 4585 §6.2.1).
 *
 * <pre>
 * |            PID                |             BLP               |  so often as needed
 * </pre>
 *
 * <p>PID is a missing number; bit i of BLP says that PID + i + 1 is missing too.
 *
 * @param senderSsrc of who misses them
 * @param mediaSsrc of the stream they belong to
 * @param wireSeqs 0 to 65535 each; when written best in the order of the stream, so that neighbours share a pair
 */
public record GenericNack(int senderSsrc, int mediaSsrc, List<Integer> wireSeqs) implements RtcpPacket {
    static final int FORMAT = 1;
    private static final int PAIR_BYTES = 4;
    private static final int BITMASK_BITS = 16;

    /** As many as a datagram of 1500 bytes holds, rounded up; more are not read. */
    private static final int MAX_PAIRS_READ = 384;

    public GenericNack {
        wireSeqs = List.copyOf(wireSeqs);
    }

    /**
     * A request for unwrapped numbers.
     *
     * @param seqs 64-bit numbers, of which the low 16 bits are the wire's
     */
    public static GenericNack of(int senderSsrc, int mediaSsrc, SortedSet<Long> seqs) {
        List<Integer> wireSeqs = new ArrayList<>(seqs.size());
        for (long seq : seqs) {
            wireSeqs.add((int) (seq & 0xffff));
        }
        return new GenericNack(senderSsrc, mediaSsrc, wireSeqs);
    }

    static @Nullable GenericNack read(ByteBuffer buffer, int offset, int length) {
        int pairs = Math.min(MAX_PAIRS_READ, (length - RtcpHeader.FEEDBACK_BYTES) / PAIR_BYTES);
        if (pairs == 0) {
            return null; // RFC 4585 §6.2.1: at least one
        }
        List<Integer> wireSeqs = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            int pair = buffer.getInt(offset + RtcpHeader.FEEDBACK_BYTES + i * PAIR_BYTES);
            int first = pair >>> 16;
            wireSeqs.add(first);
            for (int bit = 0; bit < BITMASK_BITS; bit++) {
                if ((pair >> bit & 1) != 0) {
                    wireSeqs.add((first + bit + 1) & 0xffff);
                }
            }
        }
        return new GenericNack(buffer.getInt(offset + 4), buffer.getInt(offset + 8), wireSeqs);
    }

    int packetBytes() {
        int pairs = 0;
        for (int i = 0; i < wireSeqs.size(); i = endOfPair(i)) {
            pairs++;
        }
        return RtcpHeader.FEEDBACK_BYTES + pairs * PAIR_BYTES;
    }

    void write(ByteBuffer out, int offset) {
        RtcpHeader.writeFeedback(
                out, offset, FORMAT, RtcpHeader.TRANSPORT_FEEDBACK, packetBytes(), senderSsrc, mediaSsrc);
        int at = offset + RtcpHeader.FEEDBACK_BYTES;
        for (int i = 0; i < wireSeqs.size(); ) {
            int end = endOfPair(i);
            int first = wireSeqs.get(i) & 0xffff;
            int bitmask = 0;
            for (int j = i + 1; j < end; j++) {
                bitmask |= 1 << (distance(first, wireSeqs.get(j)) - 1);
            }
            out.putInt(at, (first << 16) | bitmask);
            at += PAIR_BYTES;
            i = end;
        }
    }

    /** A pair takes what follows its first number as long as it rises, so that a reader gets the order back. */
    private int endOfPair(int begin) {
        int end = begin + 1;
        int reached = 0;
        while (end < wireSeqs.size()) {
            int distance = distance(wireSeqs.get(begin), wireSeqs.get(end));
            if (distance <= reached || distance > BITMASK_BITS) {
                break;
            }
            reached = distance;
            end++;
        }
        return end;
    }

    private static int distance(int from, int to) {
        return (to - from) & 0xffff;
    }
}
