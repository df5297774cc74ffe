package io.banyan.loadtest.browser;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;

/** Where a node on this machine must receive media for every browser to reach it. */
public final class ReachableAddress {
    private ReachableAddress() {}

    /**
     * An IPv4 address of a network interface, or loopback if there is none. Firefox gathers no loopback candidate while
     * the machine has another interface, whatever its preferences say, and pairs others with loopback never.
     */
    public static InetAddress ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(ReachableAddress::isUsable)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                    .findFirst()
                    .orElseGet(InetAddress::getLoopbackAddress);
        } catch (SocketException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }
}
