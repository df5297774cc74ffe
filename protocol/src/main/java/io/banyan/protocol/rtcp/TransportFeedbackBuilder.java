package io.banyan.protocol.rtcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes transport-wide feedback out of arrivals, in as many messages as size and the range of deltas require.
 * Not thread-safe.
 *
 * <p>A message begins where the one before ended, so that packets lost between two of them are reported too; an arrival
 * that comes after its number was reported lost is reported again with its time.
 */
public final class TransportFeedbackBuilder {
    private static final long UNSET = -1;
    private static final int INITIAL_PACKETS = 64;

    /**
     * A gap longer than this is a sender that jumped, not loss: its numbers are left out. Almost a second of packets at
     * 50 Mbit/s.
     */
    private static final int MAX_GAP = 4096;

    private final int senderSsrc;
    private final int maxBytes;
    private final List<TransportFeedback> finished = new ArrayList<>();
    private int mediaSsrc;
    private int feedbackCount;
    /** The first number that no message was about yet. */
    private long nextSeq = UNSET;

    private long baseSeq;
    private long lastSeq;
    private long referenceTicks;
    private long lastTicks;
    private int received;
    private int upperBoundBytes;
    private int[] positions = new int[INITIAL_PACKETS];
    private short[] deltaTicks = new short[INITIAL_PACKETS];

    /**
     * Begins with feedback count 0.
     *
     * @param maxBytes of one message, at least 40
     */
    public TransportFeedbackBuilder(int senderSsrc, int maxBytes) {
        if (maxBytes < 40) {
            throw new IllegalArgumentException("40 bytes is the least that a message needs, not " + maxBytes);
        }
        this.senderSsrc = senderSsrc;
        this.maxBytes = maxBytes;
    }

    /** Names some stream of the transport, for the messages to come; 0 until then. */
    public void mediaSsrc(int value) {
        mediaSsrc = value;
    }

    /**
     * Adds an arrival.
     *
     * @param seq unwrapped transport-wide number, not negative, rising from call to call up to the next {@link #build}
     * @param arrivalNanos on any clock that does not step back
     */
    public void add(long seq, long arrivalNanos) {
        long ticks = Math.floorDiv(arrivalNanos, TransportFeedback.TICK_NANOS);
        if (received > 0 && seq <= lastSeq) {
            throw new IllegalStateException("arrivals are added in the order of their numbers");
        }
        if (received > 0 && !fits(seq, ticks)) {
            finish();
        }
        if (received == 0) {
            begin(seq, ticks);
        }
        long delta = ticks - lastTicks;
        upperBoundBytes += cost(seq - lastSeq - 1, delta);
        if (received == positions.length) {
            positions = Arrays.copyOf(positions, 2 * received);
            deltaTicks = Arrays.copyOf(deltaTicks, 2 * received);
        }
        positions[received] = (int) (seq - baseSeq);
        deltaTicks[received] = (short) delta;
        received++;
        lastSeq = seq;
        lastTicks = ticks;
        nextSeq = Math.max(nextSeq, seq + 1);
    }

    /**
     * The messages about everything that was added since the last call, in order; empty if nothing was.
     */
    public List<TransportFeedback> build() {
        if (received > 0) {
            finish();
        }
        List<TransportFeedback> messages = List.copyOf(finished);
        finished.clear();
        return messages;
    }

    private void begin(long seq, long ticks) {
        boolean continues = nextSeq != UNSET && seq >= nextSeq && seq - nextSeq <= MAX_GAP;
        baseSeq = continues ? nextSeq : seq;
        lastSeq = baseSeq - 1;
        referenceTicks = Math.floorDiv(ticks, TransportFeedback.REFERENCE_TICKS) * TransportFeedback.REFERENCE_TICKS;
        lastTicks = referenceTicks;
        upperBoundBytes = TransportFeedbackFormat.FIXED_BYTES;
    }

    private boolean fits(long seq, long ticks) {
        long delta = ticks - lastTicks;
        long gap = seq - lastSeq - 1;
        // Of the numbers in between some may have been reported as received before: not to be called lost now.
        boolean repeats = gap > 0 && lastSeq + 1 < nextSeq;
        return !repeats
                && delta == (short) delta
                && gap <= MAX_GAP
                && seq - baseSeq < 0xffff
                && upperBoundBytes + cost(gap, delta) + 3 <= maxBytes;
    }

    /** What {@link StatusChunks#write} can need at most, so that the bound holds without packing anything twice. */
    private static int cost(long gap, long delta) {
        int deltaBytes = TransportFeedbackFormat.isSmall((int) delta) ? 1 : 2;
        int gapChunks = (int) ((gap + StatusChunks.MAX_RUN - 1) / StatusChunks.MAX_RUN);
        return deltaBytes + (1 + gapChunks) * StatusChunks.CHUNK_BYTES;
    }

    private void finish() {
        finished.add(new TransportFeedback(
                senderSsrc,
                mediaSsrc,
                (int) (baseSeq & 0xffff),
                (int) (lastSeq - baseSeq) + 1,
                (int) ((referenceTicks / TransportFeedback.REFERENCE_TICKS) << 40 >> 40),
                feedbackCount,
                Arrays.copyOf(positions, received),
                Arrays.copyOf(deltaTicks, received)));
        feedbackCount = (feedbackCount + 1) & 0xff;
        received = 0;
    }
}
