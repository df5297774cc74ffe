package io.banyan.loadtest.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Firefox with a fresh profile that listens for Marionette; ends with all its children. */
final class FirefoxProcess implements AutoCloseable {
    private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MILLIS = 50;

    private static final List<String> PREFERENCES = List.of(
            // Firefox writes the port that it got into the profile.
            "\"marionette.port\", 0",
            "\"media.navigator.streams.fake\", true",
            "\"media.navigator.permission.disabled\", true",
            "\"media.autoplay.default\", 0",
            "\"media.autoplay.blocking_policy\", 0",
            "\"media.peerconnection.ice.obfuscate_host_addresses\", false",
            // OpenH264 would be downloaded, and nothing of a test may need another machine.
            "\"media.gmp-manager.url\", \"http://127.0.0.1:9/\"",
            "\"media.gmp-manager.updateEnabled\", false",
            "\"app.update.enabled\", false",
            "\"app.normandy.enabled\", false",
            "\"browser.safebrowsing.malware.enabled\", false",
            "\"browser.safebrowsing.phishing.enabled\", false",
            "\"browser.shell.checkDefaultBrowser\", false",
            "\"browser.startup.homepage_override.mstone\", \"ignore\"",
            "\"browser.startup.page\", 0",
            "\"browser.aboutwelcome.enabled\", false",
            "\"datareporting.policy.dataSubmissionEnabled\", false",
            "\"datareporting.healthreport.uploadEnabled\", false",
            "\"extensions.update.enabled\", false",
            "\"extensions.getAddons.cache.enabled\", false",
            "\"network.captive-portal-service.enabled\", false",
            "\"network.connectivity-service.enabled\", false",
            "\"services.settings.server\", \"http://127.0.0.1:9/\"",
            "\"toolkit.telemetry.enabled\", false",
            "\"toolkit.telemetry.server\", \"\"",
            // One page in a headless window is never in the foreground.
            "\"dom.min_background_timeout_value\", 4",
            "\"dom.timeout.enable_budget_timer_throttling\", false",
            "\"dom.suspend_inactive.enabled\", false");

    private final Process process;
    private final Path profile;

    private FirefoxProcess(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    static FirefoxProcess start() {
        Path executable = BrowserPaths.firefox();
        try {
            Path profile = Files.createTempDirectory("banyan-firefox");
            Files.write(
                    profile.resolve("user.js"),
                    PREFERENCES.stream().map(pref -> "user_pref(" + pref + ");").toList());
            ProcessBuilder builder = new ProcessBuilder(
                    executable.toString(),
                    "--headless",
                    "--marionette",
                    "--no-remote",
                    "--profile",
                    profile.toString());
            // Firefox refuses a home that belongs to somebody else than who runs it, as in some containers.
            builder.environment().put("HOME", profile.toString());
            builder.environment().put("MOZ_CRASHREPORTER_DISABLE", "1");
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            return new FirefoxProcess(builder.start(), profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int awaitMarionettePort() throws IOException {
        Path file = profile.resolve("MarionetteActivePort");
        long deadlineNanos = System.nanoTime() + START_TIMEOUT_NANOS;
        while (System.nanoTime() < deadlineNanos) {
            if (Files.exists(file)) {
                String port = Files.readString(file).strip();
                if (!port.isEmpty()) {
                    return Integer.parseInt(port);
                }
            }
            if (awaitExit(POLL_MILLIS)) {
                throw new IOException("Firefox ended with status " + process.exitValue() + " before it was ready");
            }
        }
        throw new IOException("Firefox was not ready within a minute");
    }

    /** At once, with its content processes, as a power cut does. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(10_000);
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean awaitExit(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a browser started or ended", e);
        }
    }
}
