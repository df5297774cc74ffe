package io.banyan.loadtest.bench;

import io.banyan.loadtest.scenario.ProcessUsage;
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
import java.util.stream.Collectors;

/**
 * A node as a child process: started by a command line, ready when it prints {@code ready <url>}, ended with all its
 * children. Settings go to its JVM as system properties.
 */
public final class NodeProcess implements AutoCloseable {
    private static final int READY_SECONDS = 90;
    private static final int STOP_SECONDS = 15;
    private static final String READY = "ready ";

    private final Process process;
    private final URI url;

    private NodeProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
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
        ProcessBuilder builder = new ProcessBuilder(command);
        // Reaches the JVM whatever starts it; ends the settings' way through a script's quoting.
        builder.environment().merge("JAVA_TOOL_OPTIONS", properties(settings), (before, more) -> before + " " + more);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = builder.start();
            try {
                return new NodeProcess(process, awaitReady(process, log));
            } catch (IllegalStateException e) {
                stop(process);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its HTTP address. */
    public URI url() {
        return url;
    }

    public ProcessUsage usage() {
        return ProcessUsage.ofJvm(process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        stop(process);
    }

    private static String properties(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    private static URI awaitReady(Process process, Path log) {
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("node-output").start(() -> pass(process, log, ready));
        try {
            return ready.orTimeout(READY_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "the node was not ready; what it said is in " + log.toAbsolutePath(), e.getCause());
        }
    }

    private static void pass(Process process, Path log, CompletableFuture<URI> ready) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter file = Files.newBufferedWriter(
                        log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String line;
            while ((line = out.readLine()) != null) {
                file.write(line);
                file.newLine();
                file.flush();
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
            ready.completeExceptionally(new IllegalStateException("the node ended"));
        } catch (IOException | IllegalArgumentException e) {
            ready.completeExceptionally(e);
        }
    }

    private static void stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
