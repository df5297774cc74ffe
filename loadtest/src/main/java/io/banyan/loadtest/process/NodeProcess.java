package io.banyan.loadtest.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A node as a child process: started by a command line, ready when it prints {@code ready <url>}, ended with all its
 * children. Settings go to its JVM as system properties.
 */
public final class NodeProcess implements AutoCloseable {
    private static final int READY_SECONDS = 90;
    private static final int STOP_SECONDS = 15;
    private static final String READY = "ready ";
    private static final String FAILED = "banyan: ";

    private final Process process;
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final Path log;

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param command such as {@code java -jar node.jar}, or a script that ends in one
     * @param settings paths of the node's configuration, such as {@code banyan.http.port}
     * @param log gets what the node prints
     * @throws IllegalStateException if it ended, or was not ready in time
     */
    public static NodeProcess start(List<String> command, Map<String, String> settings, Path log) {
        NodeProcess node = launch(command, settings, log, line -> {});
        try {
            node.awaitReady();
            return node;
        } catch (IllegalStateException e) {
            node.close();
            throw e;
        }
    }

    /**
     * Starts it and waits for nothing.
     *
     * @param lines hears what the node prints, line by line, besides the log
     */
    public static NodeProcess launch(
            List<String> command, Map<String, String> settings, Path log, Consumer<String> lines) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!settings.isEmpty()) {
            // Reaches the JVM whatever starts it; ends the settings' way through a script's quoting.
            builder.environment()
                    .merge("JAVA_TOOL_OPTIONS", properties(settings), (before, more) -> before + " " + more);
        }
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            NodeProcess node = new NodeProcess(builder.start(), log);
            Thread.ofVirtual().name("node-output").start(() -> node.pass(lines));
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it ended, or was not ready in time; says why if the node said why
     */
    public URI awaitReady() {
        try {
            return ready.copy().orTimeout(READY_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = String.valueOf(cause.getMessage());
            throw new IllegalStateException(
                    (why.startsWith(FAILED) ? why.substring(FAILED.length()) : "the node was not ready")
                            + "; what it said is in " + log.toAbsolutePath(),
                    cause);
        }
    }

    /** Its HTTP address. */
    public URI url() {
        return awaitReady();
    }

    public ProcessUsage usage() {
        return ProcessUsage.ofJvm(process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Runs {@code then} when it has ended, whyever, on a thread of its own. */
    public void onExit(Runnable then) {
        var _ = process.onExit().thenRun(() -> Thread.ofVirtual().start(then));
    }

    /** Ends it as a crash does: SIGKILL, nothing is said to anybody. */
    public void kill() {
        signal("KILL");
        await(process, STOP_SECONDS);
        process.destroyForcibly();
    }

    /** SIGSTOP: it is there and does nothing, until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        // A process that stands still does not hear that it should end.
        resume();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        if (!await(process, STOP_SECONDS)) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void signal(String name) {
        if (!process.isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(usage().pid()))
                    .redirectErrorStream(true)
                    .start();
            await(kill, STOP_SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean await(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String properties(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    private void pass(Consumer<String> lines) {
        String failure = "the node ended";
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter file = Files.newBufferedWriter(
                        log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String line;
            while ((line = out.readLine()) != null) {
                file.write(line);
                file.newLine();
                file.flush();
                lines.accept(line);
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                } else if (line.startsWith(FAILED)) {
                    failure = line;
                }
            }
            ready.completeExceptionally(new IllegalStateException(failure));
        } catch (IOException | IllegalArgumentException e) {
            ready.completeExceptionally(e);
        }
    }
}
