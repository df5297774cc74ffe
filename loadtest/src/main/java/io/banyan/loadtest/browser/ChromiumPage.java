package io.banyan.loadtest.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.List;

/** A page in a context of its own, so that its storage and its renderer process are its own too. */
final class ChromiumPage implements ScriptedPage {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int CRASH_TIMEOUT_MILLIS = 5_000;

    private final BrowserContext context;
    private final Page page;
    private final ConsoleLog console = new ConsoleLog();

    ChromiumPage(BrowserContext context) {
        this.context = context;
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
        try {
            // Ends the renderer's process without leaving the document first, so no event is fired in it.
            page.navigate("chrome://crash", new Page.NavigateOptions().setTimeout(CRASH_TIMEOUT_MILLIS));
        } catch (PlaywrightException gone) {
            // The page that would have loaded it has just crashed.
        }
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
        context.close();
    }
}
