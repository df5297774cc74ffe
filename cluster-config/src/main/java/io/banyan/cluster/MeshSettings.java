package io.banyan.cluster;

import com.typesafe.config.Config;
import io.banyan.cluster.credentials.CredentialFiles;
import io.banyan.cluster.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * This node's place among the regions.
 *
 * @param topologyFile empty: no other region exists, and none of what follows but the key files is read
 * @param topologyReload how often the topology document is looked at
 * @param bind address to take streams of other regions' nodes on
 * @param port TCP; 0: any free one
 * @param advertise where this node itself is reached by streams; empty: what is bound
 * @param credentials the node's certificate, its key and whom it trusts
 * @param keyFiles of the keys that authenticate ICE ufrags and link handshakes, the first one makes; empty: a random one
 */
public record MeshSettings(
        Optional<Path> topologyFile,
        Duration topologyReload,
        String bind,
        int port,
        List<HostPort> advertise,
        CredentialFiles credentials,
        List<Path> keyFiles) {
    public MeshSettings {
        advertise = List.copyOf(advertise);
        keyFiles = List.copyOf(keyFiles);
    }

    static MeshSettings read(Config mesh) {
        return new MeshSettings(
                Settings.path(mesh, "topology-file"),
                mesh.getDuration("topology-reload"),
                mesh.getString("bind"),
                mesh.getInt("port"),
                mesh.getStringList("advertise").stream()
                        .map(MeshSettings::address)
                        .toList(),
                CredentialFiles.read(mesh.getConfig("tls")),
                mesh.getStringList("key-files").stream().map(Path::of).toList());
    }

    private static HostPort address(String text) {
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("banyan.mesh.advertise: " + e.getMessage(), e);
        }
    }
}
