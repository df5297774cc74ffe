package io.banyan.node;

import io.banyan.cluster.NodeSettings;
import io.banyan.cluster.credentials.CredentialException;
import io.banyan.cluster.credentials.MeshCredentials;
import io.banyan.cluster.topology.HostPort;
import io.banyan.cluster.topology.TopologyException;
import io.banyan.cluster.topology.TopologyWatch;
import io.banyan.node.control.MeshPlace;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.measure.RegionMap;
import io.banyan.node.mesh.stream.MeshStreams;
import io.banyan.node.plane.MeshMeter;
import io.banyan.protocol.id.RegionId;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node of several regions has beyond one that stands alone: the topology and its credentials, as they change. */
final class NodeMesh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMesh.class);

    private final NodeSettings settings;
    private final MeshCredentials credentials;
    private final TopologyWatch topology;

    private NodeMesh(NodeSettings settings, MeshCredentials credentials, TopologyWatch topology) {
        this.settings = settings;
        this.credentials = credentials;
        this.topology = topology;
    }

    /**
     * Empty: this node knows no other region.
     *
     * @throws StartFailure if the topology or the credentials cannot be used
     */
    static Optional<NodeMesh> open(NodeSettings settings) {
        if (settings.mesh().topologyFile().isEmpty()) {
            return Optional.empty();
        }
        try {
            MeshCredentials credentials = MeshCredentials.open(settings.mesh().credentials(), LOG::warn);
            if (!credentials.current().node().equals(settings.node())) {
                throw new StartFailure(
                        "the certificate in " + settings.mesh().credentials().certificate() + " names "
                                + credentials.current().node() + ", and this node is " + settings.node()
                                + ": issue one for it, or set banyan.node",
                        new IllegalArgumentException());
            }
            TopologyWatch topology = TopologyWatch.start(
                    settings.mesh().topologyFile().get(), settings.mesh().topologyReload(), LOG::warn);
            var _ = topology.listen(next -> {
                LOG.info("topology {}: {}", next.version(), next.names());
                if (next.region(settings.node().region()).isEmpty()) {
                    LOG.warn(
                            "topology {} has no region {}, where this node is",
                            next.version(),
                            settings.node().region());
                }
            });
            return Optional.of(new NodeMesh(settings, credentials, topology));
        } catch (CredentialException | TopologyException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the control plane has to know of the other regions. */
    MeshPlace place(InstantSource clock, MeshMeter meter) {
        CertifiedEntries entries = new CertifiedEntries(credentials, clock);
        return new MeshPlace(
                entries,
                entries,
                reason -> meter.ignored(reason.name().toLowerCase(Locale.ROOT)),
                () -> withOwn(topology.current().names()),
                new RegionMap(topology::current),
                this::reach,
                () -> time(clock));
    }

    private InetSocketAddress reach(InetSocketAddress advertised) {
        HostPort reached = topology.current().reach(HostPort.of(advertised));
        // Numbers: nothing is looked up.
        return new InetSocketAddress(reached.host(), reached.port());
    }

    private Set<RegionId> withOwn(Set<RegionId> regions) {
        Set<RegionId> all = new TreeSet<>(Comparator.comparing(RegionId::value));
        all.addAll(regions);
        all.add(settings.node().region());
        return all;
    }

    static MeshTime time(InstantSource clock) {
        return new MeshTime(System.nanoTime(), clock.millis());
    }

    MeshCredentials credentials() {
        return credentials;
    }

    TopologyWatch topology() {
        return topology;
    }

    /** Once streams are taken; they end with the actor system. */
    CompletionStage<MeshStreams> start(ActorSystem<?> system, MeshMeter meter) {
        return MeshStreams.start(
                system, settings.node(), settings.incarnation(), settings.mesh(), credentials, topology, meter);
    }

    @Override
    public void close() {
        topology.close();
    }
}
