package io.banyan.loadtest.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the machine's browsers are: an environment variable, or the usual places. */
public final class BrowserPaths {
    private static final List<String> CHROMIUM_NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final List<String> FIREFOX_NAMES = List.of("firefox-esr", "firefox");

    private BrowserPaths() {}

    /** Of Chromium; {@code BANYAN_CHROMIUM} first. */
    public static Path chromium() {
        return find("BANYAN_CHROMIUM", CHROMIUM_NAMES)
                .orElseThrow(
                        () -> new BrowserMissingException(
                                "no Chromium found: install it (apt-get install chromium), or set BANYAN_CHROMIUM to its path"));
    }

    /** Of Firefox; {@code BANYAN_FIREFOX} first. */
    public static Path firefox() {
        return find("BANYAN_FIREFOX", FIREFOX_NAMES)
                .orElseThrow(
                        () -> new BrowserMissingException(
                                "no Firefox found: install it (apt-get install firefox-esr), or set BANYAN_FIREFOX to its path"));
    }

    private static Optional<Path> find(String variable, List<String> names) {
        String set = System.getenv(variable);
        if (set != null && !set.isEmpty()) {
            if (!Files.isExecutable(Path.of(set))) {
                throw new BrowserMissingException(variable + " is " + set + ", which is not there or cannot be run");
            }
            return Optional.of(Path.of(set));
        }
        String search = System.getenv("PATH");
        List<Path> folders = Stream.of((search == null ? "/usr/bin:/usr/local/bin" : search).split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return names.stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
