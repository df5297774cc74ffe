package io.banyan.protocol.srtp;

/** The 48-bit index of an SRTP packet, of which its header carries only the lower 16 bits (RFC 3711 §3.3.1). */
final class PacketIndex {
    private static final int HALF = 1 << 15;

    private PacketIndex() {}

    /**
     * The index nearest to the highest one known that has the given low bits (RFC 3711 appendix A).
     *
     * @param highest index authenticated so far, 0 to 2^48 - 1
     * @param wireSeq 16 bits
     * @return negative if it would lie before the first rollover period
     */
    static long guess(long highest, int wireSeq) {
        int highestSeq = (int) highest & 0xFFFF;
        long index = (highest & ~0xFFFFL) | wireSeq;
        if (highestSeq < HALF) {
            return wireSeq - highestSeq > HALF ? index - 0x10000 : index;
        }
        return highestSeq - HALF > wireSeq ? index + 0x10000 : index;
    }

    /** The rollover counter, as an unsigned 32-bit number. */
    static int rollover(long index) {
        return (int) (index >>> 16);
    }
}
