package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of {@link TransportFeedback} (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
 *
 * <pre>
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         | ...  then one or two bytes of delta per received packet
 * </pre>
 */
final class TransportFeedbackFormat {
    static final int FORMAT = 15;
    static final int FIXED_BYTES = RtcpHeader.FEEDBACK_BYTES + 8;

    private static final int MAX_SMALL_DELTA = 0xff;

    private TransportFeedbackFormat() {}

    static boolean isSmall(int deltaTicks) {
        return deltaTicks >= 0 && deltaTicks <= MAX_SMALL_DELTA;
    }

    static @Nullable TransportFeedback read(ByteBuffer buffer, int offset, int length) {
        TransportFeedback feedback = TransportFeedback.empty();
        return read(buffer, offset, length, feedback) ? feedback : null;
    }

    /**
     * Reads into an object that may have been read into before.
     *
     * @return false if it is malformed; what is in the object then means nothing
     */
    static boolean read(ByteBuffer buffer, int offset, int length, TransportFeedback into) {
        int end = offset + length;
        if (length < FIXED_BYTES) {
            return false;
        }
        int packetCount = buffer.getShort(offset + 14) & 0xffff;
        int chunks = offset + FIXED_BYTES;
        int deltas = deltasOffset(buffer, chunks, end, packetCount);
        if (deltas < 0 || packetCount == 0) {
            return false;
        }
        into.begin(
                buffer.getInt(offset + 4),
                buffer.getInt(offset + 8),
                buffer.getShort(offset + 12) & 0xffff,
                packetCount,
                buffer.getInt(offset + 16));
        int at = deltas;
        int position = 0;
        for (int chunkAt = chunks; chunkAt < deltas; chunkAt += StatusChunks.CHUNK_BYTES) {
            int chunk = buffer.getShort(chunkAt) & 0xffff;
            int symbols = Math.min(StatusChunks.symbols(chunk), packetCount - position);
            for (int i = 0; i < symbols; i++) {
                int status = StatusChunks.symbol(chunk, i);
                if (status == StatusChunks.LOST) {
                    continue;
                }
                if (status > StatusChunks.LARGE_DELTA || at + status > end) {
                    return false; // the reserved status, or a delta that is not there
                }
                // Each has a byte at least: what is kept is bounded by what was sent, not by what it claims.
                into.add(
                        position + i, status == StatusChunks.SMALL_DELTA ? buffer.get(at) & 0xff : buffer.getShort(at));
                at += status; // a status is also the length of its delta
            }
            position += symbols;
        }
        return true;
    }

    static int packetBytes(TransportFeedback feedback) {
        return (FIXED_BYTES + StatusChunks.write(statuses(feedback), null, 0) + deltaBytes(feedback) + 3) & ~3;
    }

    static void write(TransportFeedback feedback, ByteBuffer out, int offset) {
        int packetBytes = packetBytes(feedback);
        RtcpHeader.writeFeedback(
                out,
                offset,
                FORMAT,
                RtcpHeader.TRANSPORT_FEEDBACK,
                packetBytes,
                feedback.senderSsrc(),
                feedback.mediaSsrc());
        out.putShort(offset + 12, (short) feedback.baseWireSeq());
        out.putShort(offset + 14, (short) feedback.packetCount());
        out.putInt(offset + 16, (feedback.referenceTime() << 8) | (feedback.feedbackCount() & 0xff));
        int at = offset + FIXED_BYTES;
        at += StatusChunks.write(statuses(feedback), out, at);
        for (int i = 0; i < feedback.receivedCount(); i++) {
            int delta = feedback.deltaTicksAt(i);
            if (isSmall(delta)) {
                out.put(at++, (byte) delta);
            } else {
                out.putShort(at, (short) delta);
                at += 2;
            }
        }
        // Zeros up to the word, without the padding bit: only the last packet of a compound may have that (RFC 3550
        // §6.4.1), and a reader sees by the statuses where the deltas end.
        while (at < offset + packetBytes) {
            out.put(at++, (byte) 0);
        }
    }

    /** Where the deltas begin; -1 if the chunks do not reach the packet count within the packet. */
    private static int deltasOffset(ByteBuffer buffer, int chunks, int end, int packetCount) {
        int at = chunks;
        int covered = 0;
        while (covered < packetCount) {
            if (at + StatusChunks.CHUNK_BYTES > end) {
                return -1;
            }
            covered += StatusChunks.symbols(buffer.getShort(at) & 0xffff);
            at += StatusChunks.CHUNK_BYTES;
        }
        return at;
    }

    private static byte[] statuses(TransportFeedback feedback) {
        byte[] statuses = new byte[feedback.packetCount()];
        for (int i = 0; i < feedback.receivedCount(); i++) {
            statuses[feedback.positionAt(i)] =
                    (byte) (isSmall(feedback.deltaTicksAt(i)) ? StatusChunks.SMALL_DELTA : StatusChunks.LARGE_DELTA);
        }
        return statuses;
    }

    private static int deltaBytes(TransportFeedback feedback) {
        int bytes = 0;
        for (int i = 0; i < feedback.receivedCount(); i++) {
            bytes += isSmall(feedback.deltaTicksAt(i)) ? 1 : 2;
        }
        return bytes;
    }
}
