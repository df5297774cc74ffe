package io.banyan.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.banyan.cluster.ClusterSettings;
import io.banyan.node.control.ControlState;
import io.banyan.node.control.NodeControl;
import io.banyan.node.mesh.stream.MeshActor;
import io.banyan.node.signal.SignalServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One actor system with the control plane and the HTTP server in it. A node that its cluster downs loses this, and gets
 * another; its media goes on meanwhile.
 *
 * @param system cluster member
 * @param control takes joins
 * @param server where clients come in
 */
record ControlLife(ActorSystem<?> system, NodeControl control, SignalServer server) {
    /** How long one that was downed looks for the others of its region before it begins without them. */
    private static final Duration ALONE_AFTER = Duration.ofSeconds(3);

    /** Takes and opens streams with other regions over an actor system; none if there are no other regions. */
    interface StreamStart {
        CompletionStage<Optional<ActorRef<MeshActor.Command>>> start(ActorSystem<?> system);
    }

    /** Serves HTTP over an actor system. */
    interface ServerStart {
        CompletionStage<SignalServer> start(ActorSystem<?> system, NodeControl control);
    }

    /**
     * Starts one. What fails to start leaves nothing running.
     *
     * @return fails with what the server's start fails with
     */
    static CompletionStage<ControlLife> start(
            Config config, ControlState state, StreamStart streams, ServerStart servers) {
        ActorSystem<?> system = ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, config);
        return streams.start(system)
                .thenCompose(opened -> NodeControl.start(system, state, opened))
                .thenCompose(control ->
                        servers.start(system, control).thenApply(server -> new ControlLife(system, control, server)))
                .whenComplete((life, failure) -> {
                    if (failure != null) {
                        system.terminate();
                    }
                });
    }

    /**
     * The configuration of a life that follows one which the cluster downed: it may be the only node left of its region,
     * and the first seed node may be the one that is dead.
     */
    static Config startingFirst(Config config) {
        ClusterSettings cluster = ClusterSettings.read(config);
        if (cluster.seedNodes().isEmpty()) {
            return config;
        }
        String self = "pekko://" + ClusterSettings.SYSTEM_NAME + "@" + cluster.host() + ":" + cluster.port();
        List<String> seeds = new ArrayList<>(cluster.seedNodes());
        seeds.remove(self);
        seeds.addFirst(self);
        return config.withValue("pekko.cluster.seed-nodes", ConfigValueFactory.fromIterable(seeds))
                .withValue("pekko.cluster.seed-node-timeout", ConfigValueFactory.fromAnyRef(ALONE_AFTER));
    }

    /** Completes when the actor system has ended, whyever. */
    CompletionStage<Done> whenOver() {
        return system.getWhenTerminated();
    }
}
