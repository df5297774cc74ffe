package io.banyan.loadtest.browser;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a page's room.
 *
 * @param atMillis since 1970, comparable between the pages of one machine
 */
public record LogEntry(
        double atMillis,
        String event,
        @Nullable String participantId,
        @Nullable String name,
        @Nullable String trackId,
        @Nullable String source,
        @Nullable String state,
        @Nullable Boolean muted,
        @Nullable String reason,
        @Nullable String code) {
    public boolean isAbout(String participant) {
        return participant.equals(participantId);
    }
}
