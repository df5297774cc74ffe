package io.banyan.loadtest.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page in a context of its own, so that its storage and its renderer process are its own too. */
final class ChromiumPage implements ScriptedPage {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final BrowserContext context;
    private final @Nullable ChromiumBrowser alone;
    private final Page page;
    private final ConsoleLog console = new ConsoleLog();

    /** @param alone the browser, if this is its only page; null: others share it */
    ChromiumPage(BrowserContext context, @Nullable ChromiumBrowser alone) {
        this.context = context;
        this.alone = alone;
        this.page = context.newPage();
        page.setDefaultTimeout(TIMEOUT_MILLIS);
        page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
        page.onPageError(error -> console.add("uncaught: " + error));
    }

    @Override
    public void navigate(String url) {
        page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
    }

    @Override
    public JsonNode evaluate(String function, Object... arguments) {
        try {
            Object json = page.evaluate(PageScripts.wrapped(function), PageScripts.argumentsJson(arguments));
            return PageScripts.parsed((String) json);
        } catch (PlaywrightException e) {
            throw new PageScriptException(e.getMessage() + "\nconsole: " + console.lines(), e);
        }
    }

    @Override
    public void kill() {
        if (alone == null) {
            // Its renderer alone is not enough: Chromium then closes the page's WebSockets in order, with 1001.
            throw new IllegalStateException("a page that shares its browser cannot be killed by itself");
        }
        alone.kill();
    }

    @Override
    public List<String> console() {
        return console.lines();
    }

    @Override
    public String browserName() {
        return "chromium";
    }

    /** For what only Playwright offers: screenshots, clicks. */
    Page page() {
        return page;
    }

    @Override
    public void close() {
        if (alone == null) {
            context.close();
        } else {
            alone.close();
        }
    }
}
