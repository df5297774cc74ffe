package io.banyan.loadtest.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the nodes of a local mesh read: a CA of its own, certificates, the mesh's key, settings and topology. */
final class MeshFolder {
    /** Longer than anybody plays. */
    private static final Duration VALIDITY = Duration.ofDays(30);

    private static final int KEY_BYTES = 32;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;
    private final SecureRandom random = new SecureRandom();
    private final MeshAuthority authority = MeshAuthority.make("banyan local mesh CA", VALIDITY, random);

    /** Replaces what is there. */
    MeshFolder(Path root) {
        this.root = root.toAbsolutePath();
        try {
            clear();
            Files.createDirectories(this.root);
            if (Files.getFileStore(this.root).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("rwx------"));
            }
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            write(this.root.resolve("mesh.key"), Base64.getEncoder().encodeToString(key));
            write(this.root.resolve("ca.crt"), authority.certificatePem());
        } catch (IOException e) {
            throw new MeshException("cannot write to " + root + ": " + e.getMessage(), e);
        }
    }

    Path root() {
        return root;
    }

    Path log(MeshNode node) {
        return of(node).resolve("node.log");
    }

    Path config(MeshNode node) {
        return of(node).resolve("node.conf");
    }

    void writeCredentials(MeshNode node) {
        MeshAuthority.Issued issued = authority.issue(new NodeId(new RegionId(node.region()), node.name()), VALIDITY);
        write(of(node).resolve("tls.crt"), issued.certificatePem());
        write(of(node).resolve("tls.key"), issued.keyPem());
    }

    void writeConfig(MeshNode node, MeshPlan plan, List<Integer> seeds) {
        MeshNode.Addresses addresses = node.addresses;
        String text = """
                banyan {
                  node { region = "%s", name = "%s" }
                  http {
                    bind = "%s", port = %d
                    tls { enabled = %b, hosts = ["%s"] }
                  }
                  media { bind = "%s", port = %d, loops = %d }
                  cluster { port = %d, join-self = %b, seed-nodes = [%s] }
                  mesh {
                    key-files = ["%s"]
                    topology-file = "%s"
                    port = %d
                    advertise = ["127.0.0.1:%d"]
                    tls { certificate-file = "%s", key-file = "%s", ca-file = "%s" }
                  }
                  test.clock-offset = %d ms
                }
                """.formatted(
                        node.region(),
                        node.name(),
                        plan.bind(),
                        addresses.http(),
                        plan.isHttps(),
                        plan.bind(),
                        plan.bind(),
                        addresses.media(),
                        plan.loops(),
                        addresses.cluster(),
                        seeds.isEmpty(),
                        seeds.stream()
                                .map(port -> "\"pekko://banyan@127.0.0.1:" + port + "\"")
                                .collect(Collectors.joining(", ")),
                        root.resolve("mesh.key"),
                        topology(node),
                        addresses.control(),
                        addresses.control(),
                        of(node).resolve("tls.crt"),
                        of(node).resolve("tls.key"),
                        root.resolve("ca.crt"),
                        node.clockOffset.toMillis());
        write(config(node), text);
    }

    /**
     * @param nodes whose regions are announced
     * @param via advertised address to the one to use, for this node
     */
    void writeTopology(
            MeshNode reader, long version, Map<String, City> cities, List<MeshNode> nodes, Map<String, String> via) {
        Map<String, List<String>> control = nodes.stream()
                .collect(Collectors.groupingBy(
                        MeshNode::region,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(node -> "127.0.0.1:" + node.addresses.control(), Collectors.toList())));
        List<Map<String, Object>> regions = control.entrySet().stream()
                .map(region -> {
                    City city = cities.getOrDefault(region.getKey(), City.FRANKFURT);
                    return Map.<String, Object>of(
                            "name",
                            region.getKey(),
                            "latitude",
                            city.latitude,
                            "longitude",
                            city.longitude,
                            "control",
                            region.getValue());
                })
                .toList();
        List<Map<String, String>> ways = via.entrySet().stream()
                .map(way -> Map.of("to", way.getKey(), "use", way.getValue()))
                .toList();
        try {
            write(
                    topology(reader),
                    JSON.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(Map.of("version", version, "regions", regions, "via", ways)));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private Path topology(MeshNode node) {
        return of(node).resolve("topology.json");
    }

    private Path of(MeshNode node) {
        return root.resolve(node.name());
    }

    /** Whoever reads meanwhile sees the one before or this one, and no half of either. */
    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only a folder that a mesh has written may be cleared: a wrong path must not cost anybody their files. */
    private void clear() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent() && !Files.exists(root.resolve("mesh.key"))) {
                throw new MeshException(root + " has other files in it: choose another folder");
            }
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
