package io.banyan.node.media.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * An array of {@code mmsghdr}, and with it everything that the kernel is pointed to: here and nowhere else pointers and
 * lengths are made, each after a check that it stays within its own memory. A wrong one would take the process down.
 *
 * <pre>
 * mmsghdr: msg_name 0 (8), msg_namelen 8 (4), msg_iov 16 (8), msg_iovlen 24 (8), msg_control 32 (8),
 *          msg_controllen 40 (8), msg_flags 48 (4), msg_len 56 (4); 64 bytes
 * iovec:   iov_base 0 (8), iov_len 8 (8); 16 bytes
 * cmsghdr: cmsg_len 0 (8), cmsg_level 8 (4), cmsg_type 12 (4), data 16; 24 bytes with 2 of data
 * </pre>
 */
final class MessageHeaders {
    private static final int HEADER_BYTES = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOV = 16;
    private static final int IOV_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int LENGTH = 56;

    private static final int IOVEC_BYTES = 16;
    private static final int IOVEC_LENGTH = 8;

    private static final int CONTROL_BYTES = 24;
    private static final int CONTROL_DATA = 16;
    private static final long CONTROL_USED = 18;

    private static final int LINE_BYTES = 64;

    private final int messages;
    private final int pieces;
    private final int nameCount;
    private final MemorySegment data;
    private final MemorySegment headers;
    private final MemorySegment iovecs;
    private final MemorySegment names;
    private final MemorySegment controls;

    /**
     * Allocates all of it.
     *
     * @param messages that one call may carry
     * @param pieces of data that they may have together
     * @param nameCount addresses that they may refer to
     * @param data native memory that pieces lie in
     */
    MessageHeaders(int messages, int pieces, int nameCount, MemorySegment data) {
        if (!data.isNative()) {
            throw new IllegalArgumentException("the kernel cannot be pointed to the heap");
        }
        this.messages = messages;
        this.pieces = pieces;
        this.nameCount = nameCount;
        this.data = data;
        Arena arena = Arena.ofAuto();
        headers = arena.allocate((long) messages * HEADER_BYTES, LINE_BYTES);
        iovecs = arena.allocate((long) pieces * IOVEC_BYTES, LINE_BYTES);
        names = arena.allocate((long) nameCount * SocketAddresses.BYTES, LINE_BYTES);
        controls = arena.allocate((long) messages * CONTROL_BYTES, LINE_BYTES);
        for (int i = 0; i < messages; i++) {
            long control = (long) i * CONTROL_BYTES;
            controls.set(JAVA_LONG, control, CONTROL_USED);
            controls.set(JAVA_INT, control + 8, Libc.SOL_UDP);
            controls.set(JAVA_INT, control + 12, Libc.UDP_SEGMENT);
        }
    }

    /** The addresses, {@link SocketAddresses#BYTES} each. */
    MemorySegment names() {
        return names;
    }

    /** Says where a piece of data lies. */
    void piece(int piece, long offset, int length) {
        Objects.checkIndex(piece, pieces);
        Objects.checkFromIndexSize(offset, length, data.byteSize());
        long at = (long) piece * IOVEC_BYTES;
        iovecs.set(JAVA_LONG, at, data.address() + offset);
        iovecs.set(JAVA_LONG, at + IOVEC_LENGTH, length);
    }

    /**
     * Says what a message is made of.
     *
     * @param name index of its address
     * @param nameLength bytes of the address that count
     * @param segmentBytes 0: one datagram; else the kernel cuts the data into datagrams of this length
     */
    void message(int message, int name, int nameLength, int firstPiece, int pieceCount, int segmentBytes) {
        Objects.checkIndex(message, messages);
        Objects.checkIndex(name, nameCount);
        Objects.checkFromIndexSize(0, nameLength, SocketAddresses.BYTES);
        Objects.checkFromIndexSize(firstPiece, pieceCount, pieces);
        long at = (long) message * HEADER_BYTES;
        headers.set(JAVA_LONG, at + NAME, names.address() + (long) name * SocketAddresses.BYTES);
        headers.set(JAVA_INT, at + NAME_LENGTH, nameLength);
        headers.set(JAVA_LONG, at + IOV, iovecs.address() + (long) firstPiece * IOVEC_BYTES);
        headers.set(JAVA_LONG, at + IOV_LENGTH, pieceCount);
        if (segmentBytes == 0) {
            headers.set(JAVA_LONG, at + CONTROL, 0);
            headers.set(JAVA_LONG, at + CONTROL_LENGTH, 0);
        } else {
            long control = (long) message * CONTROL_BYTES;
            controls.set(JAVA_SHORT, control + CONTROL_DATA, (short) segmentBytes);
            headers.set(JAVA_LONG, at + CONTROL, controls.address() + control);
            headers.set(JAVA_LONG, at + CONTROL_LENGTH, CONTROL_BYTES);
        }
    }

    /** Lets the kernel write as long an address as there is room for: it says how long it was. */
    void resetNameLength(int message) {
        headers.set(JAVA_INT, (long) message * HEADER_BYTES + NAME_LENGTH, SocketAddresses.BYTES);
    }

    /** What the kernel says it received. */
    int length(int message) {
        return headers.get(JAVA_INT, (long) message * HEADER_BYTES + LENGTH);
    }

    /** How many pieces a message has. */
    int pieceCount(int message) {
        return (int) headers.get(JAVA_LONG, (long) message * HEADER_BYTES + IOV_LENGTH);
    }

    /** For a call that begins with this message and has this many. */
    long address(int message, int count) {
        Objects.checkFromIndexSize(message, count, messages);
        return headers.address() + (long) message * HEADER_BYTES;
    }
}
