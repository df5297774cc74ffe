package io.banyan.node.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the kernel dropped before a media loop could read it, because the socket's receive buffer was full: the one drop
 * that a loop cannot count itself. As Linux tells it in {@code /proc/net/udp} and {@code udp6} (proc(5)); elsewhere 0.
 */
final class SocketDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    /** Counted from 0: {@code address:port} in hexadecimal. */
    private static final int LOCAL_ADDRESS = 1;

    private SocketDrops() {}

    /** Since each socket was opened, added up over those that are bound to one of these ports. */
    static long ofPorts(Set<Integer> ports) {
        long sum = 0;
        for (Path table : TABLES) {
            try {
                sum += ofPorts(ports, Files.readAllLines(table, StandardCharsets.US_ASCII));
            } catch (IOException notLinux) {
                // Nothing to tell.
            }
        }
        return sum;
    }

    /** The same from a table's lines, the first of which is a header. */
    static long ofPorts(Set<Integer> ports, List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> ports.contains(port(fields)))
                .mapToLong(fields -> Long.parseLong(fields[fields.length - 1]))
                .sum();
    }

    private static int port(String[] fields) {
        String local = fields[LOCAL_ADDRESS];
        return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16);
    }
}
