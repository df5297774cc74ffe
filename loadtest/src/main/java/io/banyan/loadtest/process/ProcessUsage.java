package io.banyan.loadtest.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory and processor time of a process as Linux tells them in {@code /proc} (proc(5)). Any thread.
 *
 * @param pid of the process
 */
public record ProcessUsage(long pid) {
    /** USER_HZ is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** The JVM itself, where the process that was started is a script around it. */
    public static ProcessUsage ofJvm(ProcessHandle started) {
        return new ProcessUsage(started.descendants()
                .filter(ProcessUsage::isJava)
                .findFirst()
                .orElse(started)
                .pid());
    }

    /** Resident memory in MiB; NaN: unknown. */
    public double residentMib() {
        for (String line : lines("status")) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }

    /**
     * What the objects of a JVM take that are in use, in MiB, after a full collection: resident memory is what its collector
     * keeps besides. NaN: unknown.
     */
    public double liveHeapMib() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                // Its last line: "Total", objects, bytes.
                return out.lines()
                        .filter(line -> line.startsWith("Total"))
                        .mapToDouble(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]) / 1048576.0)
                        .findFirst()
                        .orElse(Double.NaN);
            }
        } catch (IOException noJdk) {
            return Double.NaN;
        }
    }

    /** Processor seconds used so far, user and system; NaN: unknown. */
    public double processorSeconds() {
        List<String> lines = lines("stat");
        if (lines.isEmpty()) {
            return Double.NaN;
        }
        // The command's name in parentheses may itself hold spaces and parentheses.
        String afterName = lines.getFirst().substring(lines.getFirst().lastIndexOf(')') + 2);
        String[] fields = afterName.split(" ", -1);
        // utime and stime are the 14th and 15th field, of which two stood before.
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Processor time so far by thread, finer than {@link #processorSeconds}, which counts ticks; of none: unknown. */
    public ProcessorTime processorTime() {
        Map<String, Long> nanosByThread = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                String id = thread.getFileName().toString();
                nanosByThread.put(id, ofThread(thread.resolve("schedstat")));
                names.put(id, nameOf(thread.resolve("comm")));
            }
        } catch (IOException goneOrNotLinux) {
            nanosByThread.clear();
        }
        return new ProcessorTime(nanosByThread, names);
    }

    private static String nameOf(Path comm) {
        try {
            return Files.readString(comm).strip();
        } catch (IOException threadEnded) {
            return "";
        }
    }

    /** Time on a processor, time of waiting for one, time slices (sched-stats.rst). */
    private static long ofThread(Path schedstat) {
        try {
            return Long.parseLong(Files.readString(schedstat).split(" ", 2)[0]);
        } catch (IOException threadEnded) {
            return 0;
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException goneOrNotLinux) {
            return List.of();
        }
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }
}
