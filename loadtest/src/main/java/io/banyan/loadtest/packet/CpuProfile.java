package io.banyan.loadtest.packet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a JVM's processor time goes, kernel's included: JFR's samples by CPU time (JEP 509) as stacks with their counts.
 *
 * @param stacks {@code thread;outermost;…;innermost} to samples, as flame graph tools read them
 */
record CpuProfile(Map<String, Long> stacks) {
    private static final String EVENT = "jdk.CPUTimeSample";
    private static final String NAME = "banyan-bench";

    /** Begins to sample the process. */
    static void begin(long pid) {
        // With a plus, or jcmd warns that nobody knows these settings, and samples nothing.
        jcmd(
                pid,
                "JFR.start",
                "name=" + NAME,
                "settings=none",
                '+' + EVENT + "#enabled=true",
                '+' + EVENT + "#throttle=2ms");
    }

    /** Ends what was begun. */
    static CpuProfile end(long pid) {
        try {
            Path file = Files.createTempFile("banyan-profile", ".jfr");
            try {
                jcmd(pid, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
                return read(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long samples() {
        return stacks.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One stack a line, with its count. */
    String collapsed() {
        StringBuilder lines = new StringBuilder();
        stacks.forEach(
                (stack, count) -> lines.append(stack).append(' ').append(count).append('\n'));
        return lines.toString();
    }

    private static CpuProfile read(Path file) throws IOException {
        Map<String, Long> stacks = new TreeMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals(EVENT)) {
                    stacks.merge(stack(event), 1L, Long::sum);
                }
            }
        }
        return new CpuProfile(stacks);
    }

    private static String stack(RecordedEvent event) {
        StringBuilder line = new StringBuilder(
                event.getThread("eventThread") == null
                        ? "JVM"
                        : threadGroup(event.getThread("eventThread").getJavaName()));
        List<RecordedFrame> frames = event.getStackTrace() == null
                ? List.of()
                : event.getStackTrace().getFrames();
        for (RecordedFrame frame : frames.reversed()) {
            String type = frame.getMethod().getType().getName();
            line.append(';')
                    .append(type.substring(type.lastIndexOf('.') + 1))
                    .append('.')
                    .append(frame.getMethod().getName());
        }
        return line.toString();
    }

    /** Threads that differ by their number only are one. */
    private static String threadGroup(String name) {
        return name == null || name.isEmpty()
                ? "JVM"
                : name.toLowerCase(Locale.ROOT).replaceAll("[0-9;]+", "*");
    }

    private static void jcmd(long pid, String... command) {
        try {
            List<String> words = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
            words.addAll(List.of(command));
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command[0] + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
