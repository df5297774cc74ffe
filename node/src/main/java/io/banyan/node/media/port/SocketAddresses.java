package io.banyan.node.media.port;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as the kernel knows them: {@code sockaddr_in} and {@code sockaddr_in6}.
 *
 * <pre>
 * sockaddr_in:  family 0 (2), port 2 (2, network order), address 4 (4)
 * sockaddr_in6: family 0 (2), port 2 (2, network order), flow 4 (4), address 8 (16), scope 24 (4)
 * </pre>
 */
final class SocketAddresses {
    /** What either needs, rounded up to a multiple of 8. */
    static final int BYTES = 32;

    static final int IN_BYTES = 16;
    static final int IN6_BYTES = 28;

    static final long PORT = 2;
    static final long IN_ADDRESS = 4;
    static final long IN6_FLOW = 4;
    static final long IN6_ADDRESS = 8;
    static final long IN6_SCOPE = 24;

    static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MAPPED_PREFIX_BYTES = 10;

    private SocketAddresses() {}

    /**
     * Writes an address.
     *
     * @param at where in {@code out}, with {@link #BYTES} behind it
     * @param family of the socket; an IPv4 address on a socket for IPv6 is mapped (RFC 4291 §2.5.5.2)
     * @return bytes that count, or -1: the socket cannot send there
     */
    static int write(InetSocketAddress address, int family, MemorySegment out, long at) {
        InetAddress host = address.getAddress();
        if (host == null || (family == Libc.AF_INET && !(host instanceof Inet4Address))) {
            return -1;
        }
        out.asSlice(at, BYTES).fill((byte) 0);
        out.set(JAVA_SHORT, at, (short) family);
        out.set(NETWORK_SHORT, at + PORT, (short) address.getPort());
        byte[] bytes = host.getAddress();
        if (family == Libc.AF_INET) {
            MemorySegment.copy(bytes, 0, out, JAVA_BYTE, at + IN_ADDRESS, IPV4_BYTES);
            return IN_BYTES;
        }
        if (host instanceof Inet6Address inet6) {
            MemorySegment.copy(bytes, 0, out, JAVA_BYTE, at + IN6_ADDRESS, IPV6_BYTES);
            out.set(JAVA_INT, at + IN6_SCOPE, inet6.getScopeId());
        } else {
            out.set(JAVA_SHORT, at + IN6_ADDRESS + MAPPED_PREFIX_BYTES, (short) -1);
            MemorySegment.copy(
                    bytes, 0, out, JAVA_BYTE, at + IN6_ADDRESS + MAPPED_PREFIX_BYTES + Short.BYTES, IPV4_BYTES);
        }
        return IN6_BYTES;
    }

    /**
     * Reads an address.
     *
     * @param at where in {@code in}, with {@link #BYTES} behind it
     * @return null for a family that no UDP socket has
     */
    static @Nullable InetSocketAddress read(MemorySegment in, long at) {
        int family = in.get(JAVA_SHORT, at);
        int port = in.get(NETWORK_SHORT, at + PORT) & 0xFFFF;
        try {
            if (family == Libc.AF_INET) {
                byte[] bytes = new byte[IPV4_BYTES];
                MemorySegment.copy(in, JAVA_BYTE, at + IN_ADDRESS, bytes, 0, IPV4_BYTES);
                return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
            }
            if (family == Libc.AF_INET6) {
                byte[] bytes = new byte[IPV6_BYTES];
                MemorySegment.copy(in, JAVA_BYTE, at + IN6_ADDRESS, bytes, 0, IPV6_BYTES);
                int scope = in.get(JAVA_INT, at + IN6_SCOPE);
                InetAddress host = InetAddress.getByAddress(bytes);
                boolean isScoped = scope != 0 && host instanceof Inet6Address;
                return new InetSocketAddress(isScoped ? Inet6Address.getByAddress(null, bytes, scope) : host, port);
            }
            return null;
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("addresses have 4 or 16 bytes", wrongLength);
        }
    }
}
