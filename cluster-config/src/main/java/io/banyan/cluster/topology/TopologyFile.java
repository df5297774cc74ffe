package io.banyan.cluster.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The topology document's file as it changes. What is refused leaves the last good version standing. The file's content
 * is compared, not its date: mounted configuration is exchanged by links. Used by one thread.
 */
final class TopologyFile {
    /** What a look at the file found. */
    sealed interface Look {}

    enum Unchanged implements Look {
        INSTANCE
    }

    record Changed(Topology topology) implements Look {}

    /**
     * Said once for each content.
     *
     * @param why one line
     */
    record Refused(String why) implements Look {}

    private static final String UNREADABLE = "\0";

    private final Path file;
    private @Nullable String lastRead;
    private @Nullable String lastGood;
    private @Nullable Topology current;

    TopologyFile(Path file) {
        this.file = file;
    }

    Look look() {
        String text;
        try {
            // No character takes more than four bytes.
            if (Files.size(file) > 4L * TopologyDocument.MAX_CHARS) {
                return refused(UNREADABLE, "it is too large: make it smaller");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            return refused(
                    UNREADABLE, "it cannot be read (" + e.getClass().getSimpleName() + "): put it there, as UTF-8");
        }
        if (text.equals(lastGood)) {
            lastRead = text;
            return Unchanged.INSTANCE;
        }
        if (text.equals(lastRead)) {
            return Unchanged.INSTANCE;
        }
        return read(text);
    }

    private Look read(String text) {
        Topology parsed;
        try {
            parsed = TopologyDocument.parse(text);
        } catch (TopologyException e) {
            return refused(text, String.valueOf(e.getMessage()));
        }
        if (current != null && parsed.version() <= current.version()) {
            return refused(
                    text,
                    "it changed but has version " + parsed.version() + ": write a higher one than "
                            + current.version());
        }
        lastRead = text;
        lastGood = text;
        current = parsed;
        return new Changed(parsed);
    }

    private Look refused(String text, String why) {
        if (text.equals(lastRead)) {
            return Unchanged.INSTANCE;
        }
        lastRead = text;
        return new Refused("topology " + file + ": " + why);
    }
}
