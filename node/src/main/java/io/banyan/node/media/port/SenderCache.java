package io.banyan.node.media.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Java's objects for the addresses that datagrams come from, so that none is made for each datagram. Bounded: who sends
 * from many addresses pushes out others' objects, and costs no more than making them anew. Owned by the port's thread.
 */
final class SenderCache {
    /** A power of two; in all, {@value #SETS} × {@value #WAYS} senders. */
    private static final int SETS = 2_048;

    private static final int WAYS = 4;

    private final long seed;
    private final long[] high = new long[SETS * WAYS];
    private final long[] low = new long[SETS * WAYS];
    /** Family, port and scope. */
    private final long[] rest = new long[SETS * WAYS];

    private final @Nullable InetSocketAddress[] addresses = new @Nullable InetSocketAddress[SETS * WAYS];
    private int nextVictim;

    /**
     * @param seed random, so that nobody can choose addresses which share a set
     */
    SenderCache(long seed) {
        this.seed = seed;
    }

    /**
     * The address in a {@code sockaddr}.
     *
     * @param at where in {@code names}, with {@link SocketAddresses#BYTES} behind it
     * @return null for a family that no UDP socket has
     */
    @Nullable
    InetSocketAddress find(MemorySegment names, long at) {
        int family = names.get(JAVA_SHORT, at);
        long familyAndPort =
                ((long) family << 48) | ((names.get(JAVA_SHORT, at + SocketAddresses.PORT) & 0xFFFFL) << 32);
        long first;
        long second;
        if (family == Libc.AF_INET) {
            first = names.get(JAVA_INT, at + SocketAddresses.IN_ADDRESS) & 0xFFFF_FFFFL;
            second = 0;
        } else if (family == Libc.AF_INET6) {
            first = names.get(JAVA_LONG, at + SocketAddresses.IN6_ADDRESS);
            second = names.get(JAVA_LONG, at + SocketAddresses.IN6_ADDRESS + Long.BYTES);
            familyAndPort |= names.get(JAVA_INT, at + SocketAddresses.IN6_SCOPE) & 0xFFFF_FFFFL;
        } else {
            return null;
        }
        int set = setOf(first, second, familyAndPort);
        for (int way = set; way < set + WAYS; way++) {
            if (low[way] == second && high[way] == first && rest[way] == familyAndPort && addresses[way] != null) {
                return addresses[way];
            }
        }
        return remember(set, first, second, familyAndPort, SocketAddresses.read(names, at));
    }

    private @Nullable InetSocketAddress remember(
            int set, long first, long second, long familyAndPort, @Nullable InetSocketAddress address) {
        int way = set + (nextVictim++ & WAYS - 1);
        high[way] = first;
        low[way] = second;
        rest[way] = familyAndPort;
        addresses[way] = address;
        return address;
    }

    private int setOf(long first, long second, long familyAndPort) {
        long hash = (seed ^ first) * 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ (hash >>> 32) ^ second) * 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ (hash >>> 32) ^ familyAndPort) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> 40) & (SETS - 1) * WAYS & -WAYS;
    }
}
