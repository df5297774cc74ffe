package io.banyan.node.media.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/**
 * A bound UDP socket, not blocking. One for IPv6 takes IPv4 too. Owned by the port's thread.
 */
final class LinuxSocket implements Sending.MessageSocket, AutoCloseable {
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_REVENTS = 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int fd;
    private final Doorbell bell;
    private final int family;
    private final InetSocketAddress localAddress;
    private final MemorySegment state = Libc.newState();
    /** The socket's, the doorbell's, and the socket's for writing. */
    private final MemorySegment polls = Arena.ofAuto().allocate(3L * POLLFD_BYTES, Long.BYTES);

    private final MemorySegment timeout = Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES);

    private LinuxSocket(int fd, Doorbell bell, int family, InetSocketAddress localAddress) {
        this.fd = fd;
        this.bell = bell;
        this.family = family;
        this.localAddress = localAddress;
        polls.set(JAVA_INT, 0, fd);
        polls.set(JAVA_SHORT, POLLFD_EVENTS, Libc.POLLIN);
        polls.set(JAVA_INT, POLLFD_BYTES, bell.fd());
        polls.set(JAVA_SHORT, POLLFD_BYTES + POLLFD_EVENTS, Libc.POLLIN);
        polls.set(JAVA_INT, 2 * POLLFD_BYTES, fd);
        polls.set(JAVA_SHORT, 2 * POLLFD_BYTES + POLLFD_EVENTS, Libc.POLLOUT);
    }

    /**
     * Opens one.
     *
     * @param at port 0: any free one
     * @throws IOException if the port is taken or the address is not this machine's
     */
    static LinuxSocket bind(InetSocketAddress at) throws IOException {
        MemorySegment state = Libc.newState();
        int family = at.getAddress() instanceof Inet4Address ? Libc.AF_INET : Libc.AF_INET6;
        int fd = Libc.socket(state, family, Libc.SOCK_DGRAM_NONBLOCK_CLOEXEC);
        if (fd < 0) {
            throw failure("no UDP socket for " + at, state);
        }
        int event = -1;
        try {
            MemorySegment name = Arena.ofAuto().allocate(SocketAddresses.BYTES, Long.BYTES);
            int nameLength = SocketAddresses.write(at, family, name, 0);
            boolean isBound = nameLength > 0
                    && (family == Libc.AF_INET || set(state, fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 0))
                    && Libc.bind(state, fd, name, nameLength) == 0;
            if (!isBound) {
                throw failure("cannot listen on UDP " + at, state);
            }
            MemorySegment size = Arena.ofAuto().allocate(JAVA_INT);
            size.set(JAVA_INT, 0, SocketAddresses.BYTES);
            boolean isNamed = Libc.getsockname(state, fd, name, size) == 0;
            InetSocketAddress localAddress = isNamed ? SocketAddresses.read(name, 0) : null;
            event = Libc.eventfd(state);
            if (localAddress == null || event < 0) {
                throw failure("cannot use UDP " + at, state);
            }
            return new LinuxSocket(fd, new Doorbell(event), family, localAddress);
        } catch (IOException e) {
            int _ = Libc.close(state, fd);
            if (event >= 0) {
                int _ = Libc.close(state, event);
            }
            throw e;
        }
    }

    int family() {
        return family;
    }

    InetSocketAddress localAddress() {
        return localAddress;
    }

    /**
     * Asks for a buffer, beyond the system's limit where this process may.
     *
     * @param option SO_RCVBUF or SO_SNDBUF
     * @param forced the same for who has CAP_NET_ADMIN
     * @return what the kernel says that it granted: twice what may be used
     */
    int setBuffer(int option, int forced, int bytes) {
        if (!set(state, fd, Libc.SOL_SOCKET, forced, bytes)) {
            boolean _ = set(state, fd, Libc.SOL_SOCKET, option, bytes);
        }
        MemorySegment value = Arena.ofAuto().allocate(JAVA_INT);
        MemorySegment size = Arena.ofAuto().allocate(JAVA_INT);
        size.set(JAVA_INT, 0, Integer.BYTES);
        return Libc.getsockopt(state, fd, Libc.SOL_SOCKET, option, value, size) == 0 ? value.get(JAVA_INT, 0) : 0;
    }

    /** Whether the kernel knows UDP_SEGMENT at all. */
    boolean canSegment() {
        return set(state, fd, Libc.SOL_UDP, Libc.UDP_SEGMENT, 0);
    }

    /** How many datagrams came; 0: none is there, or the socket had something to complain about. */
    int receive(ReceiveVector into) {
        return Math.clamp(
                Libc.recvmmsg(state, fd, into.address(), ReceiveVector.DATAGRAMS), 0, ReceiveVector.DATAGRAMS);
    }

    @Override
    public int send(SendVector from, int message, int messages) {
        int sent = Libc.sendmmsg(state, fd, from.address(message, messages), messages);
        return sent > 0 ? Math.min(sent, messages) : -Libc.errno(state);
    }

    /**
     * Sleeps until something is there to be read, the bell rings, or time is over.
     *
     * @param nanos {@link Long#MAX_VALUE}: for ever
     * @return whether the socket is to be read
     */
    boolean await(long nanos) {
        if (!bell.mayGoToSleep()) {
            return true;
        }
        polls.set(JAVA_SHORT, POLLFD_REVENTS, (short) 0);
        polls.set(JAVA_SHORT, POLLFD_BYTES + POLLFD_REVENTS, (short) 0);
        int ready = poll(0, 2, nanos);
        bell.hasSlept(ready > 0 && polls.get(JAVA_SHORT, POLLFD_BYTES + POLLFD_REVENTS) != 0);
        return ready > 0 && polls.get(JAVA_SHORT, POLLFD_REVENTS) != 0;
    }

    @Override
    public boolean awaitWritable(long nanos) {
        polls.set(JAVA_SHORT, 2 * POLLFD_BYTES + POLLFD_REVENTS, (short) 0);
        return poll(2L * POLLFD_BYTES, 1, nanos) > 0;
    }

    private int poll(long first, int count, long nanos) {
        long at = 0;
        if (nanos != Long.MAX_VALUE) {
            timeout.set(JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
            timeout.set(JAVA_LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
            at = timeout.address();
        }
        return Libc.ppoll(
                state, polls.asSlice(first, (long) count * POLLFD_BYTES).address(), count, at);
    }

    /** Wakes the thread in {@link #await}; outlives the socket. */
    Doorbell bell() {
        return bell;
    }

    @Override
    public void close() {
        int _ = Libc.close(state, fd);
        bell.close();
    }

    private static boolean set(MemorySegment state, int fd, int level, int option, int value) {
        MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);
        word.set(JAVA_INT, 0, value);
        return Libc.setsockopt(state, fd, level, option, word) == 0;
    }

    private static IOException failure(String what, MemorySegment state) {
        return new IOException(what + ": " + Errno.text(Libc.errno(state)));
    }
}
