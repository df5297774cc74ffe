package io.banyan.node;

import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.id.NodeId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan ca}: the mesh's certificates, for fleets that have no other means to make them. */
@Command(
        name = "ca",
        description = "Makes a mesh's CA, and the certificate by which a node is known. Overwrites nothing.",
        mixinStandardHelpOptions = true,
        subcommands = {CaCommand.Init.class, CaCommand.Issue.class})
final class CaCommand implements Callable<Integer> {
    private static final String CERTIFICATE = "ca.crt";
    private static final String KEY = "ca.key";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
        return 0;
    }

    @Command(
            name = "init",
            description = "Makes a CA: ca.crt, which every node gets, and ca.key, which no node gets.",
            mixinStandardHelpOptions = true)
    static final class Init implements Callable<Integer> {
        @Option(
                names = "--out",
                paramLabel = "FOLDER",
                defaultValue = ".",
                description = "where the files go (default: here)")
        private Path folder = Path.of(".");

        @Option(
                names = "--name",
                defaultValue = "Banyan mesh CA",
                description = "the CA's common name (default: ${DEFAULT-VALUE})")
        private String name = "Banyan mesh CA";

        @Option(names = "--days", defaultValue = "3650", description = "valid for (default: ${DEFAULT-VALUE})")
        private int days = 3650;

        @Override
        public Integer call() {
            MeshAuthority authority = MeshAuthority.make(name, Duration.ofDays(days), new SecureRandom());
            writePrivate(folder.resolve(KEY), authority.keyPem());
            write(folder.resolve(CERTIFICATE), authority.certificatePem());
            return 0;
        }
    }

    @Command(name = "issue", description = "Makes a node's tls.crt and tls.key.", mixinStandardHelpOptions = true)
    static final class Issue implements Callable<Integer> {
        @Parameters(paramLabel = "REGION/NODE", description = "whom the certificate names")
        private String node = "";

        @Option(
                names = "--ca",
                paramLabel = "FOLDER",
                defaultValue = ".",
                description = "where ca.crt and ca.key are (default: here)")
        private Path ca = Path.of(".");

        @Option(
                names = "--out",
                paramLabel = "FOLDER",
                required = true,
                description = "where the files go; a folder for each node")
        private Path folder = Path.of("");

        @Option(names = "--days", defaultValue = "90", description = "valid for (default: ${DEFAULT-VALUE})")
        private int days = 90;

        @Override
        public Integer call() {
            MeshAuthority authority =
                    MeshAuthority.read(read(ca.resolve(CERTIFICATE)), read(ca.resolve(KEY)), new SecureRandom());
            MeshAuthority.Issued issued = authority.issue(NodeId.parse(node), Duration.ofDays(days));
            writePrivate(folder.resolve("tls.key"), issued.keyPem());
            write(folder.resolve("tls.crt"), issued.certificatePem());
            return 0;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartFailure("cannot read " + file + ": make a CA with banyan ca init, or say --ca", e);
        }
    }

    private static void writePrivate(Path file, String text) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        write(
                file,
                text,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    private static void write(Path file, String text, FileAttribute<?>... attributes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, attributes);
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new StartFailure(file + " is there already: move it away first", e);
        } catch (IOException e) {
            throw new StartFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
