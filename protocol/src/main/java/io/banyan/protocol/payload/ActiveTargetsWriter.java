package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * Writes a dependency descriptor again so that it announces other active decode targets (AV1 RTP specification, A.8.2:
 * {@code active_decode_targets_bitmask}): what a receiver can expect of a stream of which layers are left out. Not
 * thread-safe.
 */
public final class ActiveTargetsWriter {
    /** So much longer the descriptor may become. */
    public static final int MAX_GROWTH_BYTES = 6;

    private static final int MANDATORY_BYTES = 3;
    private static final int FLAGS = 5;
    private static final int STRUCTURE_PRESENT = 0x10;
    private static final int TARGETS_PRESENT = 0x08;

    private final BitReader in = new BitReader();
    private final BitOutput out = new BitOutput();

    /**
     * Writes it.
     *
     * @param buffer with the descriptor
     * @param decodeTargets of the stream's structure, 1 to 32, if the descriptor does not bring its own
     * @param active a bit for each target, the lowest for the first
     * @param target has room for {@link #MAX_GROWTH_BYTES} more than it takes now
     * @return bytes written at the beginning of the target; -1: the descriptor is malformed
     */
    public int write(ByteBuffer buffer, int offset, int length, int decodeTargets, int active, ByteBuffer target) {
        if (length < MANDATORY_BYTES) {
            return -1;
        }
        in.reset(buffer, offset, length);
        out.reset(target, 0);
        out.put(in.read(8 * MANDATORY_BYTES), 8 * MANDATORY_BYTES);
        int flags = length > MANDATORY_BYTES ? in.read(FLAGS) : 0;
        out.put(flags | TARGETS_PRESENT, FLAGS);
        int targets = decodeTargets;
        if ((flags & STRUCTURE_PRESENT) != 0) {
            int begin = in.position();
            DependencyStructure structure = DependencyStructure.read(in);
            if (structure == null) {
                return -1;
            }
            targets = structure.decodeTargets();
            int end = in.position();
            in.seek(begin);
            copy(end - begin);
        }
        // The lowest bit stands for the first target, and comes last.
        out.put(active, targets);
        if ((flags & TARGETS_PRESENT) != 0) {
            int _ = in.read(targets);
        }
        if (in.overran()) {
            return -1;
        }
        if (length > MANDATORY_BYTES) {
            copy(8 * length - in.position());
        }
        return out.bytes();
    }

    private void copy(int bits) {
        for (int left = bits; left > 0; left -= 16) {
            int count = Math.min(left, 16);
            out.put(in.read(count), count);
        }
    }
}
