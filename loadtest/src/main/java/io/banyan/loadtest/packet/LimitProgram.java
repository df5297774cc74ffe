package io.banyan.loadtest.packet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The C program that does the least that forwarding takes, compiled on this machine. */
public final class LimitProgram {
    private static final String SOURCE = "fanout_limit.c";
    private static final String INSTALL = "apt-get install gcc libipsec-mb-dev";

    private final Path program;

    private LimitProgram(Path program) {
        this.program = program;
    }

    /**
     * Compiles it.
     *
     * @param folder gets source and program
     * @throws RivalMissingException when this machine cannot compile it; says what to install
     */
    public static LimitProgram compile(Path folder) {
        try (InputStream source = LimitProgram.class.getResourceAsStream("/limit/" + SOURCE)) {
            if (source == null) {
                throw new IllegalStateException("the limit's source is a resource of this module");
            }
            Files.createDirectories(folder);
            Path copy = folder.resolve(SOURCE);
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            Path program = folder.resolve("fanout_limit");
            Process gcc = new ProcessBuilder(List.of(
                            "gcc", "-O2", "-march=native", "-o", program.toString(), copy.toString(), "-lIPSec_MB"))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0) {
                throw new RivalMissingException("the C limit does not compile (" + INSTALL + "): "
                        + said.lines().findFirst().orElse(""));
            }
            return new LimitProgram(program);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (IOException noCompiler) {
            throw new RivalMissingException(
                    "no C limit: " + INSTALL + " (" + noCompiler.getMessage() + ")", noCompiler);
        }
    }

    /** Starts it; it waits for its lines. */
    Process start() {
        try {
            return new ProcessBuilder(program.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
