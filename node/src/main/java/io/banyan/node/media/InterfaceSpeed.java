package io.banyan.node.media;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine's network interfaces say that they carry ({@code /sys/class/net}, sysfs-class-net). */
final class InterfaceSpeed {
    static final Path SYSTEM = Path.of("/sys/class/net");

    /** Interfaces of virtual machines say what they like. */
    private static final long MOST_MBPS = 1_000_000;

    private InterfaceSpeed() {}

    /**
     * The fastest of those that are up.
     *
     * @param interfaces the folder with one folder for each
     * @return bits a second; 0: none says
     */
    static long of(Path interfaces) {
        long best = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(interfaces)) {
            for (Path one : each) {
                if ("up".equals(line(one.resolve("operstate")))) {
                    best = Math.max(best, megabits(line(one.resolve("speed"))));
                }
            }
        } catch (IOException notLinux) {
            return 0;
        }
        return best * 1_000_000;
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException notTold) {
            // Of an interface without a carrier, or without a speed.
            return "";
        }
    }

    private static long megabits(String text) {
        if (!text.matches("[0-9]{1,7}")) {
            return 0;
        }
        long speed = Long.parseLong(text);
        return speed > MOST_MBPS ? 0 : speed;
    }
}
