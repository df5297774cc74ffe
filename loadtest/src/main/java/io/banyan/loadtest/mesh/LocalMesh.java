package io.banyan.loadtest.mesh;

import io.banyan.loadtest.process.NodeProcess;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * A mesh of several regions on this machine: each node a process with a certificate of its own, all links between nodes
 * through emulators, and the means to break them and the nodes. Any thread may call; changes follow one after the other.
 */
public final class LocalMesh implements AutoCloseable {
    /** Begins the line that tells of a node which ended by itself. */
    public static final String ENDED = "banyan: the node ended";

    private final MeshPlan plan;
    private final BiConsumer<MeshNode, String> output;
    private final Map<String, City> cities;
    private final Ports ports;
    private final MeshFolder folder;
    private final MeshLinks links;
    private final Map<String, MeshNode> nodes = new LinkedHashMap<>();
    private final Set<String> announced;
    private final Thread atExit = Thread.ofPlatform().name("stop").unstarted(this::stop);
    private long version;

    private LocalMesh(MeshPlan plan, BiConsumer<MeshNode, String> output) {
        this.plan = plan;
        this.output = output;
        cities = City.of(plan.regions());
        announced = new LinkedHashSet<>(plan.regions());
        ports = new Ports(plan.bind());
        int index = 0;
        for (String region : plan.regions()) {
            for (int i = 1; i <= plan.nodesPerRegion(); i++, index++) {
                MeshNode node = new MeshNode(region, region + "-" + i, addresses(index));
                nodes.put(node.name(), node);
            }
        }
        folder = new MeshFolder(plan.folder());
        try {
            links = new MeshLinks(InetAddress.getByName(plan.bind()), plan.loops());
        } catch (UnknownHostException e) {
            throw new MeshException("there is no address " + plan.bind(), e);
        }
    }

    /**
     * Starts all nodes and waits until they take joins.
     *
     * @param output hears what nodes print, line by line
     * @throws MeshException saying in one line what is wrong; nothing runs then
     */
    public static LocalMesh start(MeshPlan plan, BiConsumer<MeshNode, String> output) {
        LocalMesh mesh = new LocalMesh(plan, output);
        // Whatever ends this process ends the nodes, also while they start.
        Runtime.getRuntime().addShutdownHook(mesh.atExit);
        try {
            mesh.startAll();
            return mesh;
        } catch (RuntimeException e) {
            mesh.close();
            throw e;
        }
    }

    public MeshPlan plan() {
        return plan;
    }

    public List<MeshNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** All of one region. */
    public List<MeshNode> nodes(String region) {
        return nodes.values().stream()
                .filter(node -> node.region().equals(region))
                .toList();
    }

    /**
     * @param name {@code eu-1}
     */
    public MeshNode node(String name) {
        MeshNode node = nodes.get(name);
        if (node == null) {
            throw new MeshException("there is no node " + name + ": there are " + nodes.keySet());
        }
        return node;
    }

    /** Where people of a region go. */
    public URI url(String region) {
        return nodes(region).getFirst().process().url();
    }

    /** The nodes that a word means: a node's name, a region's, or {@code all}. */
    public List<MeshNode> named(String word) {
        if (word.equals("all")) {
            return nodes();
        }
        List<MeshNode> region = nodes(word);
        if (!region.isEmpty()) {
            return region;
        }
        if (!nodes.containsKey(word)) {
            throw new MeshException(
                    "there is no node or region " + word + ": there are " + plan.regions() + " and " + nodes.keySet());
        }
        return List.of(node(word));
    }

    // Links

    /**
     * Changes what arrives at {@code to} of what {@code from} sends, and nothing the other way.
     *
     * @param from a node, a region or {@code all}; pairs within it are left as they are
     */
    public synchronized void changeOneWay(
            String from, String to, MeshTraffic traffic, UnaryOperator<LinkCondition> change) {
        for (MeshNode sender : named(from)) {
            for (MeshNode receiver : named(to)) {
                boolean isWithin = from.equals(to) && sender.region().equals(receiver.region());
                if (!sender.equals(receiver) && !isWithin) {
                    links.change(sender, receiver, traffic, change);
                }
            }
        }
    }

    /** Both ways, both kinds of traffic. */
    public void change(String one, String other, UnaryOperator<LinkCondition> change) {
        for (MeshTraffic traffic : MeshTraffic.values()) {
            change(one, other, traffic, change);
        }
    }

    /** Both ways. */
    public void change(String one, String other, MeshTraffic traffic, UnaryOperator<LinkCondition> change) {
        changeOneWay(one, other, traffic, change);
        if (!one.equals(other)) {
            changeOneWay(other, one, traffic, change);
        }
    }

    /** Nothing arrives any more, either way. Streams stand still, as over a cable that is cut; nobody is told. */
    public void cut(String one, String other) {
        change(one, other, link -> link.withCut(true));
    }

    /** All links are again what they were at first. */
    public void heal() {
        for (MeshNode from : nodes()) {
            for (MeshNode to : nodes()) {
                if (!from.equals(to)) {
                    heal(from, to);
                }
            }
        }
    }

    /** The links between these are again what they were at first. */
    public void heal(String one, String other) {
        for (MeshNode from : named(one)) {
            for (MeshNode to : named(other)) {
                if (!from.equals(to)) {
                    heal(from, to);
                    heal(to, from);
                }
            }
        }
    }

    public LinkCondition condition(MeshNode from, MeshNode to, MeshTraffic traffic) {
        return links.condition(from, to, traffic);
    }

    private synchronized void heal(MeshNode from, MeshNode to) {
        LinkCondition first = atFirst(from, to);
        for (MeshTraffic traffic : MeshTraffic.values()) {
            links.change(from, to, traffic, link -> first);
        }
    }

    private LinkCondition atFirst(MeshNode from, MeshNode to) {
        if (!plan.isWide() || from.region().equals(to.region())) {
            return LinkCondition.PERFECT;
        }
        City here = cities.getOrDefault(from.region(), City.FRANKFURT);
        City there = cities.getOrDefault(to.region(), City.FRANKFURT);
        return LinkCondition.PERFECT.withDelay(
                Duration.ofMillis(here.roundTripMillis(there)).dividedBy(2));
    }

    // Nodes

    /** As a crash does. */
    public synchronized void kill(String name) {
        MeshNode node = node(name);
        node.shouldRun = false;
        node.process().kill();
    }

    /** It stands still, and everybody's view of it with it, until {@link #resume}. */
    public void pause(String name) {
        node(name).process().pause();
    }

    public void resume(String name) {
        node(name).process().resume();
    }

    /**
     * Starts it again, after a kill if it runs, and waits until it takes joins.
     *
     * @param atNewAddress with other ports for everything but HTTP; all nodes get a new topology
     */
    public synchronized void restart(String name, boolean atNewAddress) {
        MeshNode node = node(name);
        kill(name);
        if (atNewAddress) {
            node.addresses = new MeshNode.Addresses(
                    node.addresses.http(), ports.free(plan.loops()), ports.free(1), ports.free(1));
            nodes().stream().filter(other -> !other.equals(node)).forEach(other -> links.open(other, node));
            announce();
        }
        launch(node, false);
        awaitReady(List.of(node));
    }

    /** Restarts the node with a clock that is wrong by so much. */
    public synchronized void setClockOffset(String name, Duration offset) {
        node(name).clockOffset = offset;
        restart(name, false);
    }

    /** Writes a topology with these regions only, for all nodes; the nodes of the others run on. */
    public synchronized void announceRegions(Set<String> regions) {
        announced.clear();
        announced.addAll(regions);
        announce();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // Then it runs anyway.
        }
        stop();
    }

    private void stop() {
        try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
            for (MeshNode node : nodes.values()) {
                node.shouldRun = false;
                NodeProcess process = node.process;
                if (process != null) {
                    closing.execute(process::close);
                }
            }
        }
        links.close();
    }

    private MeshNode.Addresses addresses(int index) {
        int http = plan.httpPort() == 0
                ? ports.free(1)
                : ports.tcp(plan.httpPort() + index, "HTTP of node " + (index + 1), "--port");
        int firstMedia = plan.mediaPort() + index * plan.loops();
        int media = plan.mediaPort() == 0
                ? ports.free(plan.loops())
                : ports.udp(firstMedia, plan.loops(), "media of node " + (index + 1) + ", UDP", "--media-port");
        return new MeshNode.Addresses(http, media, ports.free(1), ports.free(1));
    }

    private void startAll() {
        for (MeshNode from : nodes()) {
            folder.writeCredentials(from);
            for (MeshNode to : nodes()) {
                if (!from.equals(to)) {
                    links.open(from, to);
                    heal(from, to);
                }
            }
        }
        announce();
        nodes().forEach(node -> launch(node, true));
        awaitReady(nodes());
    }

    private void announce() {
        version++;
        List<MeshNode> listed = nodes.values().stream()
                .filter(node -> announced.contains(node.region()))
                .toList();
        for (MeshNode reader : nodes.values()) {
            Map<String, String> via = new LinkedHashMap<>();
            nodes.values().forEach(other -> via.putAll(links.via(reader, other)));
            folder.writeTopology(reader, version, cities, listed, via);
        }
    }

    private void launch(MeshNode node, boolean isFirst) {
        folder.writeConfig(node, plan, seedsOf(node, isFirst));
        List<String> command = new ArrayList<>(plan.nodeCommand());
        command.addAll(List.of(
                "--profile", "local-mesh", "--config", folder.config(node).toString()));
        NodeProcess process =
                NodeProcess.launch(command, plan.settings(), folder.log(node), line -> output.accept(node, line));
        node.process = process;
        node.shouldRun = true;
        process.onExit(() -> {
            awaitOwnEnd();
            if (node.shouldRun && process.equals(node.process)) {
                output.accept(node, ENDED + ": its log is " + folder.log(node));
            }
        });
    }

    /** Ctrl-C ends the nodes and this process at once; a moment later it is known which it was. */
    private static void awaitOwnEnd() {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }

    /** By the first of them a region begins; a node that comes back finds the others, or begins alone. */
    private List<Integer> seedsOf(MeshNode node, boolean isFirst) {
        List<MeshNode> region = new ArrayList<>(nodes(node.region()));
        if (region.size() == 1) {
            return List.of();
        }
        if (!isFirst) {
            region.remove(node);
            region.addFirst(node);
        }
        return region.stream().map(each -> each.addresses.cluster()).toList();
    }

    private static void awaitReady(List<MeshNode> started) {
        try (var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<URI>> ready = started.stream()
                    .map(node ->
                            CompletableFuture.supplyAsync(() -> node.process().awaitReady(), waiting))
                    .toList();
            for (int i = 0; i < ready.size(); i++) {
                try {
                    ready.get(i).join();
                } catch (CompletionException e) {
                    started.forEach(node -> node.process().close());
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    throw new MeshException(started.get(i) + ": " + cause.getMessage(), cause);
                }
            }
        }
    }
}
