package io.banyan.node.control;

import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** A mesh's CA and what it issued, as files that its nodes find mounted. */
final class MeshFiles {
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final Path directory;
    private final MeshAuthority authority = MeshAuthority.make("banyan mesh CA", VALIDITY, new SecureRandom());

    MeshFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
    }

    /** Makes a node's key and certificate, and says where they are. */
    String configFor(String node) throws IOException {
        MeshAuthority.Issued issued = authority.issue(new NodeId(new RegionId("test"), node), VALIDITY);
        Files.writeString(directory.resolve(node + ".crt"), issued.certificatePem());
        Files.writeString(directory.resolve(node + ".key"), issued.keyPem());
        return """
                banyan.node.region = test
                banyan.mesh.tls {
                  certificate-file = "%1$s/%2$s.crt"
                  key-file = "%1$s/%2$s.key"
                  ca-file = "%1$s/ca.crt"
                  reload = 10s
                }
                """.formatted(directory, node);
    }
}
