package io.banyan.loadtest.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One headless Chromium process with a fresh profile; its pages share it, each in a context of its own, since a browser
 * a page is more than two cores carry. Used by the thread that opened it.
 */
public final class ChromiumBrowser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream=fps=30",
            "--autoplay-policy=no-user-gesture-required",
            // A page in the background would send and draw once a second.
            "--disable-background-timer-throttling",
            "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows");

    private final Playwright playwright;
    private final Browser browser;

    private ChromiumBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static ChromiumBrowser launch() {
        return launch(List.of());
    }

    /** With flags besides the ones that calls need. */
    public static ChromiumBrowser launch(List<String> moreFlags) {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(moreFlags);
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setExecutablePath(BrowserPaths.chromium())
                .setHeadless(true)
                .setArgs(flags);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new ChromiumBrowser(playwright, playwright.chromium().launch(options));
    }

    public ScriptedPage newPage() {
        // The local mesh makes its own certificate.
        return new ChromiumPage(browser.newContext(new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setPermissions(List.of("camera", "microphone"))));
    }

    public String version() {
        return browser.version();
    }

    @Override
    public void close() {
        try (playwright) {
            browser.close();
        }
    }
}
