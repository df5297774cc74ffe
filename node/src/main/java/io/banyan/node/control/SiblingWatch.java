package io.banyan.node.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;

/**
 * Watches the processes behind the other nodes of this region, which says two things sooner than any time-out:
 *
 * <ul>
 *   <li>A member whose host refuses connections has no process any more (RFC 9293 §3.5.2). It is downed and
 *       quarantined, so that its rooms' indexes move at once. One that does not answer at all may be cut off: that is for the resolver.
 *   <li>A seed node that answers and is no member has a cluster of its own: the region is split. Of the two the later one
 *       in the list of seed nodes gives up its cluster and joins the other; its media goes on.
 * </ul>
 */
final class SiblingWatch {
    sealed interface Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private record Probed(Address address, Answer answer) implements Command {}

    /** What a connection attempt came to. */
    enum Answer {
        OPEN,
        REFUSED,
        NONE
    }

    /** Why this node's actor system ends: to join a cluster that it is not in. */
    static final class RegionWasSplit implements CoordinatedShutdown.Reason {}

    /** Connects to a node's port and closes again. Blocks. */
    interface Probe {
        Answer ask(String host, int port);
    }

    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A process that is being started anew may refuse for a moment, then it comes as another member anyway. */
    static final int REFUSALS = 3;

    /** Longer than a join takes: a node that was just started answers before it is a member. */
    static final int STRANGE_ANSWERS = 15;

    private static final int CONNECT_MILLIS = 900;

    private final ActorContext<Command> context;
    private final List<Address> seeds;
    private final Probe probe;
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Address, Integer> refused = new HashMap<>();
    private final Map<Address, Integer> strange = new HashMap<>();
    private final Set<Address> asked = new HashSet<>();

    private SiblingWatch(ActorContext<Command> context, List<Address> seeds, Probe probe) {
        this.context = context;
        this.seeds = seeds;
        this.probe = probe;
    }

    /**
     * @param seedNodes the region's, in the order that all its nodes have them in
     * @param interval between two questions to one node
     */
    static Behavior<Command> create(List<String> seedNodes, Duration interval, Probe probe) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, interval);
            List<Address> seeds =
                    seedNodes.stream().map(AddressFromURIString::parse).toList();
            SiblingWatch watch = new SiblingWatch(context, seeds, probe);
            return Behaviors.receive(Command.class)
                    .onMessageEquals(Tick.INSTANCE, watch::onTick)
                    .onMessage(Probed.class, watch::onProbed)
                    .build();
        }));
    }

    /** Asks over TCP. */
    static Answer connect(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return Answer.OPEN;
        } catch (ConnectException e) {
            return Answer.REFUSED;
        } catch (IOException e) {
            return Answer.NONE;
        }
    }

    private Behavior<Command> onTick() {
        Set<Address> all = new HashSet<>(members());
        all.addAll(seeds);
        all.remove(self());
        refused.keySet().retainAll(all);
        strange.keySet().retainAll(all);
        for (Address address : all) {
            if (address.getHost().isPresent() && address.getPort().isPresent() && asked.add(address)) {
                String host = address.getHost().get();
                int port = address.getPort().get();
                context.pipeToSelf(
                        CompletableFuture.supplyAsync(() -> probe.ask(host, port), blocking),
                        (answer, failure) -> new Probed(address, failure == null ? answer : Answer.NONE));
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> onProbed(Probed probed) {
        Address address = probed.address();
        asked.remove(address);
        boolean isMember = members().contains(address);
        count(refused, address, isMember && probed.answer() == Answer.REFUSED);
        count(strange, address, !isMember && probed.answer() == Answer.OPEN);
        if (refused.getOrDefault(address, 0) == REFUSALS) {
            context.getLog().warn("{} refuses connections: its process is gone, downing it", address);
            Cluster.get(context.getSystem()).manager().tell(new Down(address));
            member(address).ifPresent(gone -> Quarantine.of(context.getSystem(), gone));
        }
        if (strange.getOrDefault(address, 0) == STRANGE_ANSWERS && goesBefore(address)) {
            context.getLog().warn("the region is split: joining the cluster of {}", address);
            CoordinatedShutdown.get(context.getSystem()).run(new RegionWasSplit());
        }
        return Behaviors.same();
    }

    private boolean goesBefore(Address other) {
        int own = seeds.indexOf(self());
        int theirs = seeds.indexOf(other);
        return theirs >= 0 && (own < 0 || theirs < own);
    }

    private static void count(Map<Address, Integer> counts, Address address, boolean again) {
        if (again) {
            counts.merge(address, 1, Integer::sum);
        } else {
            counts.remove(address);
        }
    }

    private Optional<Member> member(Address address) {
        for (Member member : Cluster.get(context.getSystem()).state().getMembers()) {
            if (member.address().equals(address)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    private Set<Address> members() {
        Set<Address> members = new HashSet<>();
        for (Member member : Cluster.get(context.getSystem()).state().getMembers()) {
            members.add(member.address());
        }
        return members;
    }

    private Address self() {
        return Cluster.get(context.getSystem()).selfMember().address();
    }
}
