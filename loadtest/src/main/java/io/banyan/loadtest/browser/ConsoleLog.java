package io.banyan.loadtest.browser;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a page's console. */
final class ConsoleLog {
    /** Enough to see what led to a failure, whatever a page writes each frame. */
    private static final int MAX_LINES = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
