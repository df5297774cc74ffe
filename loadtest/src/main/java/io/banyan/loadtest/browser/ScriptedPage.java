package io.banyan.loadtest.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A page in some browser that scripts run in. Used by the thread that opened its browser.
 */
public interface ScriptedPage extends AutoCloseable {
    void navigate(String url);

    /**
     * Calls a JavaScript function, awaits its promise if it gives one.
     *
     * @param function its text, such as {@code (name, count) => window.thing.ask(name, count)}
     * @param arguments what Jackson can write
     * @return what it gave as JSON; undefined is null
     * @throws PageScriptException when it threw, or took longer than a minute
     */
    JsonNode evaluate(String function, Object... arguments);

    /**
     * Ends the page's browser as a power cut does: no event in the page, no word on its connections.
     *
     * @throws IllegalStateException if other pages share the browser
     */
    void kill();

    /** What the page wrote to its console and the errors that nobody caught; the last few hundred lines. */
    List<String> console();

    /** "chromium" or "firefox". */
    String browserName();

    @Override
    void close();
}
