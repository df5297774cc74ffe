package io.banyan.protocol.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A host candidate over UDP, component 1 (RFC 8839 §5.1): an address that a node is reached at.
 *
 * @param foundation 1 to 32 ice-chars; alike for candidates that share a fate
 * @param priority 1 to 2^31 - 1; clients try higher ones first
 * @param address IP address and port
 */
public record Candidate(String foundation, long priority, InetSocketAddress address) {
    private static final int HOST_TYPE_PREFERENCE = 126;
    private static final int COMPONENT = 1;

    public Candidate {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a candidate needs an IP address");
        }
    }

    /**
     * A candidate with the priority of RFC 8445 §5.1.2.1.
     *
     * @param index its place among the node's candidates, 0 (preferred) to 65535
     */
    public static Candidate host(InetSocketAddress address, int index) {
        if (index < 0 || index > 65_535) {
            throw new IllegalArgumentException("a candidate's index is 0 to 65535, not " + index);
        }
        long priority = ((long) HOST_TYPE_PREFERENCE << 24) + ((65_535L - index) << 8) + (256 - COMPONENT);
        return new Candidate(Integer.toString(index + 1), priority, address);
    }

    /** As the value of an {@code a=} line: {@code candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host}. */
    public String toSdp() {
        return "candidate:" + foundation + ' ' + COMPONENT + " udp " + priority + ' ' + text(address.getAddress()) + ' '
                + address.getPort() + " typ host";
    }

    /** Reads what {@link #toSdp} writes; null for anything else: TCP, other types, host names. */
    public static @Nullable Candidate parse(String value) {
        String[] words = value.split(" ", 9);
        if (words.length < 8
                || !words[0].startsWith("candidate:")
                || !words[1].equals("1")
                || !words[2].equalsIgnoreCase("udp")
                || !words[6].equals("typ")
                || !words[7].equals("host")) {
            return null;
        }
        try {
            int port = Integer.parseInt(words[5]);
            if (port < 1 || port > 65_535) {
                return null;
            }
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(words[4]), port);
            return new Candidate(words[0].substring("candidate:".length()), Long.parseLong(words[3]), address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Without the zone that Java writes behind link-local IPv6 addresses: it means nothing elsewhere. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = address instanceof Inet6Address ? text.indexOf('%') : -1;
        return zone < 0 ? text : text.substring(0, zone);
    }
}
