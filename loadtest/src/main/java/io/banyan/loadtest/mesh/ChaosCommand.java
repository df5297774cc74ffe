package io.banyan.loadtest.mesh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaos}: breaks a mesh that {@code ./banyan up} runs. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Breaks a mesh that ./banyan up runs, and heals it.",
        footer = {"", ChaosLine.HELP})
public final class ChaosCommand implements Callable<Integer> {
    private static final int OK = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--script", paramLabel = "FILE", description = "Lines to play one after the other.")
    private @Nullable Path script;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/mesh",
            description = "The mesh's. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    @Parameters(
            paramLabel = "LINE",
            arity = "0..*",
            description = "One line, such as: cut eu us. None: asks for lines.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = folder.resolve(ChaosServer.FILE);
        if (!Files.exists(file)) {
            throw new MeshException("no mesh runs here: start one with ./banyan up --wan");
        }
        URI mesh = URI.create(Files.readString(file).strip());
        if (!words.isEmpty()) {
            return say(mesh, String.join(" ", words)) ? 0 : 1;
        }
        if (script != null) {
            for (String line : Files.readAllLines(script)) {
                out().println("> " + line);
                if (!say(mesh, line)) {
                    return 1;
                }
            }
            return 0;
        }
        return converse(mesh);
    }

    private int converse(URI mesh) throws IOException, InterruptedException {
        out().print(ChaosLine.HELP);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (true) {
            out().print("> ");
            out().flush();
            String line = in.readLine();
            if (line == null || line.strip().equals("quit") || line.strip().equals("exit")) {
                return 0;
            }
            say(mesh, line);
        }
    }

    /** Whether it was done. */
    private boolean say(URI mesh, String line) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(mesh)
                            .POST(HttpRequest.BodyPublishers.ofString(line))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (!answer.body().isEmpty()) {
                out().println(answer.body().stripTrailing());
                out().flush();
            }
            return answer.statusCode() == OK;
        } catch (IOException e) {
            throw new MeshException("no mesh answers: start one with ./banyan up --wan", e);
        }
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        return spec.commandLine().getOut();
    }
}
