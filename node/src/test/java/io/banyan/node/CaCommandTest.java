package io.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.cluster.credentials.CredentialFiles;
import io.banyan.cluster.credentials.MeshCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CaCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldMakeWhatANodeReads() throws Exception {
        assertThat(run("init", "--out", folder.toString())).isZero();
        Path out = folder.resolve("eu-1");
        assertThat(run("issue", "eu/eu-1", "--ca", folder.toString(), "--out", out.toString()))
                .isZero();

        List<String> refusals = new ArrayList<>();
        MeshCredentials credentials = MeshCredentials.open(
                new CredentialFiles(
                        out.resolve("tls.crt"), out.resolve("tls.key"), folder.resolve("ca.crt"), Duration.ofHours(1)),
                refusals::add);
        assertThat(credentials.current().node()).hasToString("eu/eu-1");
        for (Path key : List.of(folder.resolve("ca.key"), out.resolve("tls.key"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
        String before = Files.readString(folder.resolve("ca.key"));
        assertThat(run("init", "--out", folder.toString())).isNotZero();
        assertThat(Files.readString(folder.resolve("ca.key"))).isEqualTo(before);
        assertThat(run("issue", "no-region", "--ca", folder.toString(), "--out", out.toString()))
                .isNotZero();
        assertThat(run("issue", "--help")).isZero();
    }

    private static int run(String... arguments) {
        CommandLine command = new CommandLine(new CaCommand());
        command.setOut(new java.io.PrintWriter(java.io.Writer.nullWriter(), true));
        command.setErr(new java.io.PrintWriter(java.io.Writer.nullWriter(), true));
        return command.execute(arguments);
    }
}
