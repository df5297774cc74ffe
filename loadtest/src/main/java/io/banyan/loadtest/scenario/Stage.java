package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.ChromiumBrowser;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.netem.UdpEmulator;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.process.ProcessUsage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where scenarios play: nodes that run, one Chromium and one loop of synthetic peers, both made when first asked for.
 * Used by one thread.
 */
public final class Stage implements AutoCloseable {
    /** A busy machine of two cores takes its time to load a page. */
    public static final Duration PATIENCE = Duration.ofSeconds(45);

    private final List<URI> nodes;
    private final Duration longestWay;
    private final long seed;
    private final @Nullable UdpEmulator network;
    private final @Nullable ProcessUsage usage;
    private final Consumer<String> progress;
    private @Nullable ChromiumBrowser browser;
    private @Nullable PeerLoop peers;
    private int rooms;

    /** On nodes of several regions: people go to each in turn. */
    private Stage(List<URI> nodes, Duration longestWay, long seed, Consumer<String> progress) {
        this.nodes = List.copyOf(nodes);
        this.longestWay = longestWay;
        this.seed = seed;
        this.network = null;
        this.usage = null;
        this.progress = progress;
    }

    /**
     * @param nodes HTTP addresses, one for each region
     * @param longestWay one way, between the two nodes that are furthest from each other
     */
    public static Stage across(List<URI> nodes, Duration longestWay, long seed, Consumer<String> progress) {
        return new Stage(nodes, longestWay, seed, progress);
    }

    /**
     * @param node its HTTP address
     * @param network what clients' media goes through, if the node advertises it
     * @param usage of the node's process, if it is one of this machine
     */
    public Stage(
            URI node,
            long seed,
            @Nullable UdpEmulator network,
            @Nullable ProcessUsage usage,
            Consumer<String> progress) {
        this.nodes = List.of(node);
        this.longestWay = Duration.ZERO;
        this.seed = seed;
        this.network = network;
        this.usage = usage;
        this.progress = progress;
    }

    public URI node() {
        return nodes.getFirst();
    }

    /** Where the i-th of several people goes. */
    public URI node(int person) {
        return nodes.get(person % nodes.size());
    }

    /** How long news is on its way at best, between the two nodes that are furthest from each other. */
    public Duration longestWay() {
        return longestWay;
    }

    public long seed() {
        return seed;
    }

    public Optional<ProcessUsage> usage() {
        return Optional.ofNullable(usage);
    }

    public UdpEmulator network() {
        if (network == null) {
            throw new IllegalStateException("this node is not behind an emulated network");
        }
        return network;
    }

    public ChromiumBrowser browser() {
        if (browser == null) {
            browser = ChromiumBrowser.launch();
        }
        return browser;
    }

    public PeerLoop peers() {
        if (peers == null) {
            peers = PeerLoop.open();
        }
        return peers;
    }

    /** A room that nobody was in. */
    public String newRoom(String plot) {
        return plot + "-" + Long.toHexString(System.nanoTime()) + "-" + ++rooms;
    }

    /** Opens the demo with a small picture; does not wait for the join. */
    public CallPage open(String room, String name, int number) {
        return open(PageSettings.small(node(), room, name, number));
    }

    public CallPage open(PageSettings settings) {
        return CallPage.open(browser().newPage(), settings);
    }

    /** Settings of a synthetic peer with a token of the demo's, publishing nothing yet. */
    public PeerSettings peer(String room, String name) {
        return peer(node(), room, name);
    }

    /** Likewise, at one of the nodes. */
    public PeerSettings peer(URI node, String room, String name) {
        return PeerSettings.listener(DemoToken.signalling(node), DemoToken.fetch(node, room, name), room, name)
                .withSeed(seed * 31 + name.hashCode());
    }

    /** For people who wait. */
    public void say(String what) {
        progress.accept(what);
    }

    @Override
    public void close() {
        try {
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (peers != null) {
                peers.close();
            }
        }
    }
}
