package io.banyan.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("browser")
@Timeout(180)
class BrowserLaunchTest {
    private static final String CAPTURE = """
            async () => {
              const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
              const kinds = stream.getTracks().map((track) => track.kind).sort();
              stream.getTracks().forEach((track) => track.stop());
              return {kinds, title: document.title};
            }""";

    private static HttpServer server;
    private static String url;

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>smoke</title><script>console.log('hello from the page')</script>"
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void shouldRunScriptsAndCaptureInChromium() {
        try (ChromiumBrowser browser = ChromiumBrowser.launch();
                ScriptedPage page = browser.newPage();
                ScriptedPage other = browser.newPage()) {
            shouldRunScriptsAndCapture(page);
            shouldRunScriptsAndCapture(other);
            assertThat(page.console()).contains("log: hello from the page");

            assertThatThrownBy(page::kill).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldKillAPageThatIsAloneInItsBrowser() {
        try (ChromiumBrowser browser = ChromiumBrowser.launch();
                ScriptedPage other = browser.newPage();
                ScriptedPage page = ChromiumBrowser.launchAlone()) {
            page.navigate(url);

            page.kill();

            assertThat(other.evaluate("() => 1").asInt()).isEqualTo(1);
            assertThatThrownBy(() -> page.evaluate("() => 1")).isInstanceOf(PageScriptException.class);
        }
    }

    @Test
    void shouldRunScriptsAndCaptureInFirefox() {
        try (FirefoxPage page = FirefoxPage.launch()) {
            shouldRunScriptsAndCapture(page);
            page.evaluate("() => { window.kept = 7; console.warn('careful') }");
            assertThat(page.evaluate("() => window.kept").asInt()).isEqualTo(7);
            assertThat(page.console()).contains("warn: careful");
        }
    }

    private static void shouldRunScriptsAndCapture(ScriptedPage page) {
        page.navigate(url);

        JsonNode captured = page.evaluate(CAPTURE);

        assertThat(captured.path("title").asText()).isEqualTo("smoke");
        assertThat(captured.path("kinds").valueStream().map(JsonNode::asText)).containsExactly("audio", "video");
        assertThat(page.evaluate("(a, b) => ({sum: a + b.n})", 2, Map.of("n", 40))
                        .path("sum")
                        .asInt())
                .isEqualTo(42);
        assertThatThrownBy(() -> page.evaluate("() => { throw new Error('no such thing') }"))
                .isInstanceOf(PageScriptException.class)
                .hasMessageContaining("no such thing");
    }
}
