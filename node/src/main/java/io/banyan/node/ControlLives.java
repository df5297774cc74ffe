package io.banyan.node;

import com.typesafe.config.Config;
import io.banyan.node.control.ControlState;
import io.banyan.node.control.NodeControl;
import io.banyan.node.control.SeedPatience;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane of a node over its whole life: whenever its actor system ends without having been told to, another
 * one is started over the same media and goes on with the same people.
 */
final class ControlLives implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLives.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    /** Between attempts: a port may not be free yet. */
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Config config;
    private final ControlState state;
    private final ControlLife.StreamStart streams;
    private final ControlLife.ServerStart servers;
    private volatile boolean closing;
    private volatile ControlLife present;

    /** Starts the first one; blocks until it takes joins. */
    ControlLives(Config config, ControlState state, ControlLife.StreamStart streams, ControlLife.ServerStart servers)
            throws ExecutionException {
        this.config = config;
        this.state = state;
        this.streams = streams;
        this.servers = servers;
        present = begin(config);
        watch();
    }

    /** The one that there is, or was until a moment ago. */
    ControlLife present() {
        return present;
    }

    /** Whether joins may come. */
    BooleanSupplier isUp() {
        return () -> !closing && !present.whenOver().toCompletableFuture().isDone();
    }

    /** Ends everybody who is here, frees the HTTP port, leaves the cluster. Blocks. */
    @Override
    public void close() {
        closing = true;
        ControlLife last = present;
        awaitQuietly(last.control().stop());
        awaitQuietly(last.server().stop());
        last.system().terminate();
        awaitQuietly(last.whenOver());
    }

    private ControlLife begin(Config lifeConfig) throws ExecutionException {
        try {
            return ControlLife.start(SeedPatience.apply(lifeConfig), state, streams, servers)
                    .toCompletableFuture()
                    .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartFailure("could not start within " + START_TIMEOUT.toSeconds() + " s: see the log", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted", e);
        }
    }

    private void watch() {
        ControlLife watched = present;
        watched.whenOver().thenRun(() -> {
            if (!closing) {
                boolean downed = !NodeControl.gaveWay(watched.system());
                Thread.ofVirtual().name("control-restart").start(() -> restart(downed));
            }
        });
    }

    private void restart(boolean downed) {
        Config next = downed ? ControlLife.startingFirst(config) : config;
        while (!closing) {
            LOG.warn("the control plane has ended, media goes on: starting it anew");
            try {
                present = begin(next);
                watch();
                LOG.info("the control plane is back");
                return;
            } catch (ExecutionException | RuntimeException e) {
                LOG.error("the control plane does not start, trying again", e);
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** While stopping nothing that fails may keep the rest from being freed. */
    private static void awaitQuietly(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("while stopping: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
