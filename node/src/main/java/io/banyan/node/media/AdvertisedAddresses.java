package io.banyan.node.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which addresses clients are told, so that their packets reach a port of this node. */
final class AdvertisedAddresses {
    private AdvertisedAddresses() {}

    /**
     * @param advertised what clients must be told instead, such as the outer side of a 1:1 NAT: one entry for each loop,
     *     {@code address} or {@code address:port} ({@code [v6]:port}), several of them separated by commas; without a
     *     port it is the one that is bound. A single entry serves all loops: its port is loop 0's, loop i has {@code
     *     port + i}. Empty: what this machine has
     * @param bound where the loop listens
     * @throws IllegalArgumentException if an entry is no literal address, or there are too few of them
     */
    static List<InetSocketAddress> of(List<String> advertised, InetSocketAddress bound, int loop) {
        if (advertised.size() > 1) {
            if (loop >= advertised.size()) {
                throw new IllegalArgumentException("loop " + loop + " has no advertised address");
            }
            return parseAll(advertised.get(loop), bound.getPort(), 0);
        }
        if (!advertised.isEmpty()) {
            return parseAll(advertised.getFirst(), bound.getPort(), loop);
        }
        if (!bound.getAddress().isAnyLocalAddress()) {
            return List.of(bound);
        }
        return own(bound).stream()
                .map(address -> new InetSocketAddress(address, bound.getPort()))
                .toList();
    }

    private static List<InetSocketAddress> parseAll(String entry, int boundPort, int portOffset) {
        return Arrays.stream(entry.split(",", -1))
                .map(one -> parse(one.strip(), boundPort, portOffset))
                .toList();
    }

    private static InetSocketAddress parse(String entry, int boundPort, int portOffset) {
        int colon = entry.lastIndexOf(':');
        boolean isBare = colon < 0 || (entry.indexOf(':') != colon && !entry.startsWith("[")) || entry.endsWith("]");
        String address = isBare ? entry : entry.substring(0, colon);
        int port = isBare ? boundPort : Integer.parseInt(entry.substring(colon + 1)) + portOffset;
        return new InetSocketAddress(InetAddress.ofLiteral(strip(address)), port);
    }

    private static String strip(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    /** Of every interface that is up, IPv4 first; loopback only if there is nothing else: a machine without network. */
    private static List<InetAddress> own(InetSocketAddress bound) {
        boolean isDual = !(bound.getAddress() instanceof Inet4Address);
        List<InetAddress> all;
        try {
            all = NetworkInterface.networkInterfaces()
                    .filter(AdvertisedAddresses::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> isDual || address instanceof Inet4Address)
                    .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                    .sorted(Comparator.comparingInt(address -> address instanceof Inet4Address ? 0 : 1))
                    .toList();
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list this machine's addresses", e);
        }
        List<InetAddress> reachable = new ArrayList<>(all);
        reachable.removeIf(InetAddress::isLoopbackAddress);
        return reachable.isEmpty() ? all : List.copyOf(reachable);
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }
}
