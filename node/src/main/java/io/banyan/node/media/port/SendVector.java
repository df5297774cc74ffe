package io.banyan.node.media.port;

import io.banyan.node.media.loop.DatagramPort;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Datagrams that wait for the flush: they lie where they were written, in the order of writing; on the way out those to
 * one destination come together, and runs of them become one message each (UDP_SEGMENT): as many as are of equal length,
 * and one shorter one at the end. Owned by the port's thread.
 */
final class SendVector {
    /** The largest batch of a room of some dozens; of a larger one it leaves in several flushes. */
    static final int DATAGRAMS = 2_048;

    static final int AREA_BYTES = 2 << 20;

    /** Several rooms' members. A power of two. */
    private static final int DESTINATIONS = 4_096;

    /** What kernels before 6.9 take in one message (UDP_MAX_SEGMENTS). */
    static final int MAX_SEGMENTS = 64;

    /** An IP packet's length has 16 bits; this leaves room for its headers. */
    private static final int MAX_RUN_BYTES = 65_000;

    /** Datagrams begin at the beginning of a cache line. */
    private static final int LINE_BYTES = 64;

    private static final int NONE = -1;

    private final ByteBuffer area =
            ByteBuffer.allocateDirect(AREA_BYTES + LINE_BYTES).alignedSlice(LINE_BYTES);

    private final MessageHeaders headers =
            new MessageHeaders(DATAGRAMS, DATAGRAMS, DESTINATIONS, MemorySegment.ofBuffer(area));

    private final Destinations destinations;
    private final int[] offsets = new int[DATAGRAMS];
    private final int[] lengths = new int[DATAGRAMS];
    /** The next datagram to the same destination. */
    private final int[] nexts = new int[DATAGRAMS];

    /** By a destination's number. */
    private final int[] firsts = new int[DESTINATIONS];

    private final int[] lasts = new int[DESTINATIONS];
    /** Destinations of this flush, in the order in which they came. */
    private final int[] order = new int[DATAGRAMS];

    private final int[] messageDestinations = new int[DATAGRAMS];
    private final int[] messageFirsts = new int[DATAGRAMS];
    private int orderCount;
    private int count;
    private int end;
    private int reserved = NONE;
    private int reservedBytes;
    private int messageCount;
    private int segmented;
    /** Of the run that was laid last. */
    private int runPieces;

    /**
     * @param family of the socket
     */
    SendVector(int family) {
        destinations = new Destinations(family, DESTINATIONS, headers.names());
        Arrays.fill(firsts, NONE);
    }

    /** Where datagrams are written. */
    ByteBuffer area() {
        return area;
    }

    /** Whether the next datagram may find no room: there must be a flush first. */
    boolean isFull() {
        return count == DATAGRAMS || destinations.isFull() || end > AREA_BYTES - DatagramPort.MAX_DATAGRAM_BYTES;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Room for a datagram; must not be full. */
    int reserve(int maxBytes) {
        if (maxBytes < 1 || maxBytes > DatagramPort.MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("a datagram has 1 to 2048 bytes, not " + maxBytes);
        }
        if (isFull()) {
            throw new IllegalStateException("no room for another datagram");
        }
        reserved = end;
        reservedBytes = maxBytes;
        return end;
    }

    /**
     * Takes the datagram that was written.
     *
     * @return false: the socket has no way to send there
     */
    boolean commit(int bytes, InetSocketAddress to) {
        if (reserved == NONE || bytes < 1 || bytes > reservedBytes) {
            throw new IllegalArgumentException("committed " + bytes + " bytes of " + reservedBytes);
        }
        int id = destinations.idOf(to);
        int offset = reserved;
        reserved = NONE;
        reservedBytes = 0;
        if (id == Destinations.UNREACHABLE) {
            return false;
        }
        int datagram = count++;
        offsets[datagram] = offset;
        lengths[datagram] = bytes;
        nexts[datagram] = NONE;
        if (firsts[id] == NONE) {
            firsts[id] = datagram;
            order[orderCount++] = id;
        } else {
            nexts[lasts[id]] = datagram;
        }
        lasts[id] = datagram;
        end = offset + bytes + LINE_BYTES - 1 & -LINE_BYTES;
        return true;
    }

    /**
     * Makes messages of what was committed.
     *
     * @param maySegment whether runs may become one message
     * @return how many messages
     */
    int build(boolean maySegment) {
        messageCount = 0;
        segmented = 0;
        int piece = 0;
        for (int i = 0; i < orderCount; i++) {
            int id = order[i];
            boolean runs = maySegment && !destinations.isUnsegmented(id);
            int datagram = firsts[id];
            while (datagram != NONE) {
                int first = datagram;
                int firstPiece = piece;
                datagram = runs ? layRun(first, piece) : layOne(first, piece);
                piece += runPieces;
                boolean isRun = runPieces > 1;
                segmented += isRun ? runPieces : 0;
                messageDestinations[messageCount] = id;
                messageFirsts[messageCount] = first;
                headers.message(
                        messageCount++,
                        id,
                        destinations.nameLength(id),
                        firstPiece,
                        runPieces,
                        isRun ? lengths[first] : 0);
            }
        }
        return messageCount;
    }

    private int layOne(int datagram, int piece) {
        headers.piece(piece, offsets[datagram], lengths[datagram]);
        runPieces = 1;
        return nexts[datagram];
    }

    /** Lays pieces beginning with a datagram's; the first datagram that is not of the run, or {@link #NONE}. */
    private int layRun(int first, int firstPiece) {
        int next = layOne(first, firstPiece);
        int length = lengths[first];
        int bytes = length;
        int pieces = 1;
        int last = length;
        while (next != NONE
                && last == length
                && lengths[next] <= length
                && pieces < MAX_SEGMENTS
                && bytes + lengths[next] <= MAX_RUN_BYTES) {
            headers.piece(firstPiece + pieces, offsets[next], lengths[next]);
            pieces++;
            last = lengths[next];
            bytes += last;
            next = nexts[next];
        }
        runPieces = pieces;
        return next;
    }

    /** Datagrams that the messages built last carry as part of a run. */
    int segmented() {
        return segmented;
    }

    /** How many datagrams a message carries. */
    int datagramsOf(int message) {
        return headers.pieceCount(message);
    }

    /** For a call that begins with this message. */
    long address(int message, int messages) {
        if (message + messages > messageCount) {
            throw new IllegalArgumentException("only " + messageCount + " messages are built");
        }
        return headers.address(message, messages);
    }

    /**
     * The kernel does not cut messages to where this one goes; from now on none is built.
     *
     * @return to how many destinations that is so
     */
    int markUnsegmented(int message) {
        return destinations.markUnsegmented(messageDestinations[message]);
    }

    /** Makes one datagram of a message that is a run into a message of its own, in place of the run. */
    void isolate(int message, int nth) {
        int datagram = messageFirsts[message];
        for (int i = 0; i < nth; i++) {
            datagram = nexts[datagram];
        }
        int id = messageDestinations[message];
        headers.piece(0, offsets[datagram], lengths[datagram]);
        headers.message(message, id, destinations.nameLength(id), 0, 1, 0);
    }

    /** Forgets what was sent. */
    void clear() {
        for (int i = 0; i < orderCount; i++) {
            firsts[order[i]] = NONE;
        }
        orderCount = 0;
        count = 0;
        end = 0;
        messageCount = 0;
        reserved = NONE;
        if (destinations.isFull()) {
            destinations.clear();
        }
    }
}
