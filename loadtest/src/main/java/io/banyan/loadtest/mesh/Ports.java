package io.banyan.loadtest.mesh;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for a mesh's nodes, each given once. Not thread-safe. */
final class Ports {
    /** Below what systems choose for outgoing connections, which would take a port that is free now. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    private final InetAddress address;
    private int next = ThreadLocalRandom.current().nextInt(FIRST, (FIRST + LAST) / 2);

    Ports(String address) {
        try {
            this.address = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new MeshException("there is no address " + address + " to listen on", e);
        }
    }

    /** Any that are free for TCP and UDP, one after the other. */
    int free(int count) {
        while (next + count < LAST) {
            int first = next;
            next += count;
            boolean allFree = true;
            for (int port = first; port < first + count; port++) {
                allFree &= isFreeForTcp(port) && isFreeForUdp(port);
            }
            if (allFree) {
                return first;
            }
        }
        throw new MeshException("no free ports are left from " + FIRST + " to " + LAST, new IOException());
    }

    int tcp(int port, String what, String option) {
        if (!isFreeForTcp(port)) {
            throw inUse(port, what, option);
        }
        return port;
    }

    int udp(int first, int count, String what, String option) {
        for (int port = first; port < first + count; port++) {
            if (!isFreeForUdp(port)) {
                throw inUse(port, what, option);
            }
        }
        return first;
    }

    private static MeshException inUse(int port, String what, String option) {
        return new MeshException(
                "port " + port + " (" + what + ") is in use: stop what uses it, or choose another with " + option,
                new IOException());
    }

    private boolean isFreeForTcp(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections of the one before that linger are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException used) {
            return false;
        }
    }

    private boolean isFreeForUdp(int port) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port))) {
            return socket.isBound();
        } catch (IOException used) {
            return false;
        }
    }
}
