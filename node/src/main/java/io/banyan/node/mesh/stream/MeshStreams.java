package io.banyan.node.mesh.stream;

import io.banyan.cluster.MeshSettings;
import io.banyan.cluster.credentials.MeshCredentials;
import io.banyan.cluster.topology.HostPort;
import io.banyan.cluster.topology.TopologyWatch;
import io.banyan.node.plane.MeshMeter;
import io.banyan.protocol.id.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;

/** This node's streams with nodes of other regions. They live as long as the actor system. Any thread may call. */
public final class MeshStreams {
    private final ActorRef<MeshActor.Command> actor;
    private final InetSocketAddress address;

    private MeshStreams(ActorRef<MeshActor.Command> actor, InetSocketAddress address) {
        this.actor = actor;
        this.address = address;
    }

    /**
     * Takes streams, and opens them to the regions of the topology as it is and becomes.
     *
     * @return once the port is bound; fails as {@code Tcp.bind} does
     */
    public static CompletionStage<MeshStreams> start(
            ActorSystem<?> system,
            NodeId node,
            long incarnation,
            MeshSettings settings,
            MeshCredentials credentials,
            TopologyWatch topology,
            MeshMeter meter) {
        return start(system, node, incarnation, settings, StreamSettings.USUAL, credentials, meter)
                .thenApply(streams -> {
                    Runnable deaf = topology.listen(next -> streams.actor.tell(new MeshActor.TopologyChanged(next)));
                    var _ = system.getWhenTerminated().thenRun(deaf);
                    return streams;
                });
    }

    static CompletionStage<MeshStreams> start(
            ActorSystem<?> system,
            NodeId node,
            long incarnation,
            MeshSettings settings,
            StreamSettings streamSettings,
            MeshCredentials credentials,
            MeshMeter meter) {
        StreamMaker maker = new StreamMaker(system, streamSettings, credentials);
        CompletableFuture<ActorRef<MeshActor.Command>> acceptor = new CompletableFuture<>();
        CompletionStage<Tcp.ServerBinding> bound = maker.bind(settings.bind(), settings.port())
                .to(Sink.foreach(connection -> {
                    var _ = acceptor.thenAccept(actor -> actor.tell(new MeshActor.Accepted(connection)));
                }))
                .run(system);
        Executor blocking = Executors.newVirtualThreadPerTaskExecutor();
        return bound.thenApply(binding -> {
            InetSocketAddress address = binding.localAddress();
            // The address that others are told is known only now.
            MeshIdentity self = new MeshIdentity(node, incarnation, advertised(settings, address));
            ActorRef<MeshActor.Command> actor = system.systemActorOf(
                    MeshActor.create(
                            self,
                            streamSettings,
                            maker,
                            wanted -> CompletableFuture.supplyAsync(() -> resolve(wanted), blocking),
                            meter),
                    "banyan-mesh",
                    Props.empty());
            acceptor.complete(actor);
            return new MeshStreams(actor, address);
        });
    }

    /** To send, and to listen. */
    public ActorRef<MeshActor.Command> actor() {
        return actor;
    }

    /** What is bound. */
    public InetSocketAddress address() {
        return address;
    }

    private static List<HostPort> advertised(MeshSettings settings, InetSocketAddress bound) {
        if (!settings.advertise().isEmpty()) {
            return settings.advertise();
        }
        return bound.getAddress().isAnyLocalAddress() ? List.of() : List.of(HostPort.of(bound));
    }

    /** A name may mean several machines: any of them. */
    private static InetSocketAddress resolve(HostPort address) {
        try {
            InetAddress[] all = InetAddress.getAllByName(address.host());
            return new InetSocketAddress(all[ThreadLocalRandom.current().nextInt(all.length)], address.port());
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }
}
