package io.banyan.node;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the process's log goes; decided before anything logs. */
final class Logs {
    private Logs() {}

    /**
     * @param file null: to the terminal
     */
    static void goTo(@Nullable Path file) {
        System.setProperty("banyan.log.appender", file == null ? "TERMINAL" : "FILE");
        Optional.ofNullable(file).ifPresent(path -> System.setProperty("banyan.log.file", path.toString()));
    }
}
