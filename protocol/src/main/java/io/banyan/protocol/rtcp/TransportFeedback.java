package io.banyan.protocol.rtcp;

import java.util.Arrays;

/**
 * When the packets of a transport arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): a run of
 * transport-wide numbers, of which some are received, each with its time, and the rest are lost. Immutable,
 * but for the one that a {@link RtcpScanner} reads all into.
 *
 * <p>Received packets are read by index, 0 to {@link #receivedCount} - 1, in the order of their numbers; what lies
 * between them is lost, up to {@link #packetCount} from {@link #baseWireSeq}.
 */
public final class TransportFeedback implements RtcpPacket {
    /** The step of an arrival time on the wire. */
    public static final long TICK_NANOS = 250_000;

    /** The step of the reference time, in ticks: 64 ms. */
    static final int REFERENCE_TICKS = 256;

    private static final int FIRST_PACKETS = 64;

    private int senderSsrc;
    private int mediaSsrc;
    private int baseWireSeq;
    private int packetCount;
    private int referenceTime;
    private int feedbackCount;
    /** Of each received packet: how far its number is from the base. */
    private int[] positions;
    /** Of each received packet: ticks since the one before, the first's since the reference time. */
    private short[] deltaTicks;

    private int received;

    /**
     * Takes the arrays as they are; the caller gives them away.
     *
     * @param referenceTime in 64 ms, 24 bits, signed
     */
    TransportFeedback(
            int senderSsrc,
            int mediaSsrc,
            int baseWireSeq,
            int packetCount,
            int referenceTime,
            int feedbackCount,
            int[] positions,
            short[] deltaTicks) {
        this.senderSsrc = senderSsrc;
        this.mediaSsrc = mediaSsrc;
        this.baseWireSeq = baseWireSeq;
        this.packetCount = packetCount;
        this.referenceTime = referenceTime;
        this.feedbackCount = feedbackCount;
        this.positions = positions;
        this.deltaTicks = deltaTicks;
        received = positions.length;
    }

    /** About nothing, to be filled. */
    static TransportFeedback empty() {
        return new TransportFeedback(0, 0, 0, 0, 0, 0, new int[0], new short[0]);
    }

    /** Begins anew, with nothing received. */
    void begin(int newSenderSsrc, int newMediaSsrc, int newBaseWireSeq, int newPacketCount, int reference) {
        senderSsrc = newSenderSsrc;
        mediaSsrc = newMediaSsrc;
        baseWireSeq = newBaseWireSeq;
        packetCount = newPacketCount;
        referenceTime = reference >> 8;
        feedbackCount = reference & 0xff;
        received = 0;
    }

    /** Adds a received packet; what was made room for stays, bounded by what one datagram holds. */
    void add(int position, int delta) {
        if (received == positions.length) {
            int more = Math.max(FIRST_PACKETS, 2 * received);
            positions = Arrays.copyOf(positions, more);
            deltaTicks = Arrays.copyOf(deltaTicks, more);
        }
        positions[received] = position;
        deltaTicks[received++] = (short) delta;
    }

    public int senderSsrc() {
        return senderSsrc;
    }

    /** Some stream of the transport; says nothing more. */
    public int mediaSsrc() {
        return mediaSsrc;
    }

    /** The first transport-wide number that this message is about, 0 to 65535, wraps. */
    public int baseWireSeq() {
        return baseWireSeq;
    }

    /** How many numbers this message is about, received and lost: 1 to 65535. */
    public int packetCount() {
        return packetCount;
    }

    /** A counter of messages, 0 to 255, wraps; shows lost feedback. */
    public int feedbackCount() {
        return feedbackCount;
    }

    /** When the deltas begin, in 64 ms of the receiver's clock, 24 bits, signed; see {@link ReferenceTimeUnwrapper}. */
    public int referenceTime() {
        return referenceTime;
    }

    public int receivedCount() {
        return received;
    }

    /** How far a received packet's number is from the base: 0 to {@link #packetCount} - 1, rising with the index. */
    public int positionAt(int index) {
        return positions[index];
    }

    /** A received packet's number, 0 to 65535. */
    public int wireSeqAt(int index) {
        return (baseWireSeq + positions[index]) & 0xffff;
    }

    /**
     * Ticks of {@link #TICK_NANOS} between a received packet and the one before (of the first: and the reference
     * time), −32768 to 32767. Add them up for arrival times.
     */
    public int deltaTicksAt(int index) {
        return deltaTicks[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransportFeedback that
                && senderSsrc == that.senderSsrc
                && mediaSsrc == that.mediaSsrc
                && baseWireSeq == that.baseWireSeq
                && packetCount == that.packetCount
                && referenceTime == that.referenceTime
                && feedbackCount == that.feedbackCount
                && Arrays.equals(positions, 0, received, that.positions, 0, that.received)
                && Arrays.equals(deltaTicks, 0, received, that.deltaTicks, 0, that.received);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * baseWireSeq + packetCount) + referenceTime) + received;
    }

    @Override
    public String toString() {
        return "TransportFeedback[base=%d, packets=%d, received=%d, reference=%d, count=%d]"
                .formatted(baseWireSeq, packetCount, received, referenceTime, feedbackCount);
    }
}
