package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Packs packet statuses into 16-bit chunks (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.3, §3.1.4).
 *
 * <pre>
 * |0| S |       Run Length        |   so many packets of status S
 * |1|0|        14 symbols         |   one bit each: lost, or received with a small delta
 * |1|1|         7 symbols         |   two bits each
 * </pre>
 */
final class StatusChunks {
    static final int LOST = 0;
    static final int SMALL_DELTA = 1;
    /** A delta of two bytes, signed. */
    static final int LARGE_DELTA = 2;

    static final int CHUNK_BYTES = 2;
    static final int MAX_RUN = 0x1fff;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int TWO_BIT_SYMBOLS = 7;

    private StatusChunks() {}

    /**
     * Packs statuses; never more chunks than there are received packets, plus one for each run of up to 8191 lost ones.
     *
     * @param out where to write, or null to count only
     * @return bytes of the chunks
     */
    static int write(byte[] statuses, @Nullable ByteBuffer out, int offset) {
        int at = offset;
        for (int i = 0; i < statuses.length; ) {
            int run = runLength(statuses, i);
            int chunk;
            if (run >= ONE_BIT_SYMBOLS || i + run == statuses.length) {
                chunk = (statuses[i] << 13) | run;
                i += run;
            } else if (!hasLargeDelta(statuses, i, ONE_BIT_SYMBOLS)) {
                chunk = 0x8000 | vector(statuses, i, ONE_BIT_SYMBOLS, 1);
                i += ONE_BIT_SYMBOLS;
            } else if (run >= TWO_BIT_SYMBOLS) {
                chunk = (statuses[i] << 13) | run;
                i += run;
            } else {
                chunk = 0xc000 | vector(statuses, i, TWO_BIT_SYMBOLS, 2);
                i += TWO_BIT_SYMBOLS;
            }
            if (out != null) {
                out.putShort(at, (short) chunk);
            }
            at += CHUNK_BYTES;
        }
        return at - offset;
    }

    /** How many packets a chunk is about. */
    static int symbols(int chunk) {
        return (chunk & 0x8000) == 0 ? chunk & MAX_RUN : (chunk & 0x4000) == 0 ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS;
    }

    /** The status of a chunk's packet: one of the three, or 3, which is reserved. */
    static int symbol(int chunk, int index) {
        if ((chunk & 0x8000) == 0) {
            return (chunk >> 13) & 3;
        }
        return (chunk & 0x4000) == 0
                ? (chunk >> (ONE_BIT_SYMBOLS - 1 - index)) & 1
                : (chunk >> (2 * (TWO_BIT_SYMBOLS - 1 - index))) & 3;
    }

    private static int runLength(byte[] statuses, int begin) {
        int end = Math.min(statuses.length, begin + MAX_RUN);
        int at = begin + 1;
        while (at < end && statuses[at] == statuses[begin]) {
            at++;
        }
        return at - begin;
    }

    private static boolean hasLargeDelta(byte[] statuses, int begin, int count) {
        for (int i = begin; i < Math.min(statuses.length, begin + count); i++) {
            if (statuses[i] == LARGE_DELTA) {
                return true;
            }
        }
        return false;
    }

    private static int vector(byte[] statuses, int begin, int symbols, int bits) {
        int vector = 0;
        for (int i = 0; i < symbols; i++) {
            int status = begin + i < statuses.length ? statuses[begin + i] : LOST;
            vector = (vector << bits) | status;
        }
        return vector;
    }
}
