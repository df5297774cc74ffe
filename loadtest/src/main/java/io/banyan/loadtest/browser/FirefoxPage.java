package io.banyan.loadtest.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A headless Firefox process with one page. Used by the thread that opened it. */
public final class FirefoxPage implements ScriptedPage {
    private static final int SCRIPT_TIMEOUT_MILLIS = 60_000;
    /** Keeps what the page logs where a script can read it: Marionette does not tell. */
    private static final String KEEP_CONSOLE = """
            () => {
              if (window.loadtestConsole) return;
              const lines = window.loadtestConsole = [];
              const keep = (line) => { lines.push(line); if (lines.length > 500) lines.shift(); };
              for (const level of ["debug", "info", "log", "warn", "error"]) {
                const original = console[level].bind(console);
                console[level] = (...values) => { keep(level + ": " + values.map(String).join(" ")); original(...values); };
              }
              addEventListener("error", (event) => keep("uncaught: " + event.message));
              addEventListener("unhandledrejection", (event) => keep("uncaught: " + event.reason));
            }""";

    private final FirefoxProcess process;
    private final MarionetteConnection connection;

    private FirefoxPage(FirefoxProcess process, MarionetteConnection connection) {
        this.process = process;
        this.connection = connection;
    }

    /** Reaches nodes at {@link ReachableAddress#ofThisMachine} and elsewhere, not at loopback. */
    public static FirefoxPage launch() {
        FirefoxProcess process = FirefoxProcess.start();
        try {
            MarionetteConnection connection = new MarionetteConnection(process.awaitMarionettePort());
            connection.send(
                    "WebDriver:NewSession",
                    Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
            connection.send(
                    "WebDriver:SetTimeouts",
                    Map.of("script", SCRIPT_TIMEOUT_MILLIS, "pageLoad", SCRIPT_TIMEOUT_MILLIS));
            return new FirefoxPage(process, connection);
        } catch (IOException e) {
            process.close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void navigate(String url) {
        command("WebDriver:Navigate", Map.of("url", url));
        evaluate(KEEP_CONSOLE);
    }

    @Override
    public JsonNode evaluate(String function, Object... arguments) {
        // The last argument is Marionette's own callback.
        String script = """
                const done = arguments[arguments.length - 1];
                (%s)(arguments[0]).then((json) => done({json}), (error) => done({error: String(error) + ' ' + (error && error.stack || '')}));
                """.formatted(PageScripts.wrapped(function));
        JsonNode result = command(
                        "WebDriver:ExecuteAsyncScript",
                        Map.of(
                                "script",
                                script,
                                "args",
                                List.of(PageScripts.argumentsJson(arguments)),
                                "scriptTimeout",
                                SCRIPT_TIMEOUT_MILLIS))
                .path("value");
        if (result.hasNonNull("error")) {
            throw new PageScriptException(result.path("error").asText(), null);
        }
        return PageScripts.parsed(result.path("json").asText());
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public List<String> console() {
        JsonNode lines = evaluate("() => window.loadtestConsole ?? []");
        return lines.valueStream().map(JsonNode::asText).toList();
    }

    @Override
    public String browserName() {
        return "firefox";
    }

    @Override
    public void close() {
        try (process) {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode command(String name, Map<String, ?> parameters) {
        try {
            return connection.send(name, parameters);
        } catch (IOException e) {
            throw new PageScriptException("Firefox is gone: " + e.getMessage(), e);
        }
    }
}
