package io.banyan.loadtest.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
    private final List<ProcessHandle> processes;

    private ChromiumBrowser(Playwright playwright, Browser browser, List<ProcessHandle> processes) {
        this.playwright = playwright;
        this.browser = browser;
        this.processes = processes;
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
        Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
        Browser browser = playwright.chromium().launch(options);
        List<ProcessHandle> processes = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        return new ChromiumBrowser(playwright, browser, processes);
    }

    /** A page in a browser of its own, so that it can be killed; closes the browser with it. */
    public static ScriptedPage launchAlone() {
        ChromiumBrowser browser = launch();
        return new ChromiumPage(browser.newContext(), browser);
    }

    /** A page that shares this browser. */
    public ScriptedPage newPage() {
        return new ChromiumPage(newContext(), null);
    }

    public String version() {
        return browser.version();
    }

    /** At once, with every page, as a power cut does: the sockets end without a word. */
    void kill() {
        processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        try (playwright) {
            browser.close();
        }
    }

    private BrowserContext newContext() {
        // The local mesh makes its own certificate.
        return browser.newContext(new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setPermissions(List.of("camera", "microphone")));
    }
}
