package io.banyan.node.media.port;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that are sent to, each with a small number and, under that number, the {@code sockaddr} that the kernel
 * reads. Kept from flush to flush, and forgotten all at once when it is full. Owned by the port's thread.
 */
@SuppressWarnings("ReferenceEquality") // Of objects that are the same the numbers are.
final class Destinations {
    /** The socket has no way to send there. */
    static final int UNREACHABLE = -1;

    /** A power of two. */
    private static final int RECENT = 2_048;

    private final int family;
    private final int capacity;
    private final MemorySegment names;
    private final @Nullable InetSocketAddress[] keys;
    private final int[] ids;
    /** The same by the object: to compare two addresses is to look at eight objects, which are cold. */
    private final @Nullable InetSocketAddress[] recent = new @Nullable InetSocketAddress[RECENT];

    private final int[] recentIds = new int[RECENT];
    private final int[] nameLengths;
    private final boolean[] isUnsegmented;
    private int count;
    private int unsegmentedCount;

    /**
     * @param family of the socket
     * @param capacity how many there may be, a power of two
     * @param names room for that many, {@link SocketAddresses#BYTES} each
     */
    Destinations(int family, int capacity, MemorySegment names) {
        this.family = family;
        this.capacity = capacity;
        this.names = names;
        keys = new @Nullable InetSocketAddress[2 * capacity];
        ids = new int[2 * capacity];
        nameLengths = new int[capacity];
        isUnsegmented = new boolean[capacity];
    }

    /** Whether there may be no room for another. */
    boolean isFull() {
        return count == capacity;
    }

    /** Forgets all of them. */
    void clear() {
        Arrays.fill(keys, null);
        Arrays.fill(recent, null);
        Arrays.fill(isUnsegmented, false);
        count = 0;
        unsegmentedCount = 0;
    }

    /** The number of an address, 0 to the capacity, or {@link #UNREACHABLE}. Must not be full. */
    int idOf(InetSocketAddress to) {
        int place = System.identityHashCode(to) & RECENT - 1;
        if (recent[place] == to) {
            return recentIds[place];
        }
        int id = find(to);
        if (id != UNREACHABLE) {
            recent[place] = to;
            recentIds[place] = id;
        }
        return id;
    }

    private int find(InetSocketAddress to) {
        int mask = keys.length - 1;
        int at = (to.hashCode() * 0x9E37_79B9) >>> 7 & mask;
        while (true) {
            InetSocketAddress key = keys[at];
            if (key == null) {
                return add(at, to);
            }
            if (key.equals(to)) {
                return ids[at];
            }
            at = at + 1 & mask;
        }
    }

    /** Bytes of the {@code sockaddr} that count. */
    int nameLength(int id) {
        return nameLengths[id];
    }

    /** Whether the kernel refused to cut a message to there into datagrams. */
    boolean isUnsegmented(int id) {
        return isUnsegmented[id];
    }

    /**
     * The kernel refused to cut a message to there.
     *
     * @return how many destinations that is true of
     */
    int markUnsegmented(int id) {
        if (!isUnsegmented[id]) {
            isUnsegmented[id] = true;
            unsegmentedCount++;
        }
        return unsegmentedCount;
    }

    private int add(int at, InetSocketAddress to) {
        int length = SocketAddresses.write(to, family, names, (long) count * SocketAddresses.BYTES);
        if (length < 0) {
            return UNREACHABLE;
        }
        keys[at] = to;
        ids[at] = count;
        nameLengths[count] = length;
        return count++;
    }
}
