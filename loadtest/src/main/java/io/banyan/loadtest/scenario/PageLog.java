package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.LogEntry;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds in a page's log what somebody waits for; the log has the times, so looking for it late costs nothing. */
public final class PageLog {
    private PageLog() {}

    /** The first entry of that kind, as soon as there is one. */
    public static LogEntry await(CallPage page, Predicate<LogEntry> wanted) {
        page.await(
                "told of what was waited for",
                Stage.PATIENCE,
                () -> find(page, wanted).isPresent());
        return find(page, wanted).orElseThrow();
    }

    public static Optional<LogEntry> find(CallPage page, Predicate<LogEntry> wanted) {
        return page.log().stream().filter(wanted).findFirst();
    }
}
