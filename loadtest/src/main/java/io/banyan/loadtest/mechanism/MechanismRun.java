package io.banyan.loadtest.mechanism;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator;

/**
 * Runs this package's benchmarks in JVMs of their own. JMH wants code around each, which is made and compiled when they
 * are run: the build needs no processor of annotations for it.
 *
 * @param folder gets what is made
 * @param pattern of those to run; empty: all
 * @param seconds that each is measured
 */
public record MechanismRun(Path folder, String pattern, int seconds) {
    private static final String PACKAGE = MechanismRun.class.getPackageName();
    /** As JMH names it. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    /** These use the JDK's ciphers and MACs, which make objects of their own, or are there to be compared with. */
    private static final List<String> ALLOCATING = List.of("jdk", "stun_checks", "rtcp_datagrams.read");

    /** What each takes: nanoseconds, and bytes of heap. */
    public List<Figure> play() {
        try {
            Path classes = generate();
            Path json = folder.resolve("result.json");
            run(classes, json);
            return figures(new ObjectMapper().readTree(json.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path generate() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        copyOwn(own);
        try {
            JmhBytecodeGenerator.main(
                    new String[] {own.toString(), sources.toString(), classes.toString(), "reflection"});
        } catch (Exception e) {
            throw new IllegalStateException("JMH made no code", e);
        }
        List<String> words = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        try (Stream<Path> made = Files.walk(sources)) {
            made.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(words::add);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null || compiler.run(null, null, null, words.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("JMH's code does not compile: is this a JDK?");
        }
        return classes;
    }

    /** JMH looks at all classes of a folder: at these only. */
    private static void copyOwn(Path own) throws IOException {
        Path from;
        try {
            from = Path.of(MechanismRun.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        String path = PACKAGE.replace('.', '/');
        Path to = Files.createDirectories(own.resolve(path));
        try (Stream<Path> classes = Files.list(from.resolve(path))) {
            for (Path each : classes.filter(MechanismRun::isBenchmark).toList()) {
                Files.write(to.resolve(each.getFileName().toString()), Files.readAllBytes(each));
            }
        }
    }

    private static boolean isBenchmark(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".class")
                && !name.startsWith("package-info")
                && !name.startsWith(MechanismRun.class.getSimpleName());
    }

    private void run(Path classes, Path json) throws IOException {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main",
                pattern.isEmpty() ? PACKAGE : pattern,
                "-bm",
                "avgt",
                "-tu",
                "ns",
                "-f",
                "1",
                "-wi",
                "2",
                "-w",
                "1s",
                "-i",
                Integer.toString(seconds),
                "-r",
                "1s",
                "-prof",
                "gc",
                "-rf",
                "json",
                "-rff",
                json.toString());
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jmh.log").toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("JMH failed: see " + folder.resolve("jmh.log"));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Of JMH's result file. */
    static List<Figure> figures(JsonNode results) {
        List<Figure> figures = new ArrayList<>();
        for (JsonNode result : results) {
            String name = nameOf(result);
            Goal goal = ALLOCATING.stream().anyMatch(name::contains) ? Goal.NONE : Goal.atMost(1);
            JsonNode took = result.path("primaryMetric");
            JsonNode made = result.path("secondaryMetrics").path(ALLOCATED);
            figures.add(new Figure(
                    name + ".time",
                    took.path("score").asDouble(Double.NaN),
                    "ns",
                    Goal.NONE,
                    "+- " + took.path("scoreError").asText()));
            figures.add(new Figure(name + ".allocated", made.path("score").asDouble(Double.NaN), "B", goal));
        }
        return figures;
    }

    /** {@code sealed_packets.seal.jdk.aead_aes_128_gcm}. */
    private static String nameOf(JsonNode result) {
        String full = result.path("benchmark").asText();
        StringBuilder name =
                new StringBuilder(full.substring(PACKAGE.length() + 1).replaceAll("([a-z])([A-Z])", "$1_$2"));
        result.path("params").forEach(value -> name.append('.').append(value.asText()));
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
