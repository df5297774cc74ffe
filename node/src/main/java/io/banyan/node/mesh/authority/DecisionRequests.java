package io.banyan.node.mesh.authority;

import io.banyan.node.mesh.MeshTime;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Decisions that this node's clients asked for, until the room's authority has made them. Whoever does not answer is taken
 * for unreachable and the next one is asked, so that on each side of a cut somebody decides. Owned by one actor.
 */
public final class DecisionRequests {
    static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

    static final int MAX_PENDING = 256;

    private static final class Pending {
        private final Moderate request;
        private final List<RegionId> order;
        private final Set<String> unreachable = new LinkedHashSet<>();
        private RegionId asked;
        private int answers;
        private long dueNanos;

        private Pending(Moderate request, List<RegionId> order, RegionId asked) {
            this.request = request;
            this.order = order;
            this.asked = asked;
        }
    }

    private final RegionId self;
    private final Predicate<RegionId> reachable;
    private final BiConsumer<RegionId, Moderate> send;
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    /**
     * @param send to any node of a region, the own one as well
     */
    public DecisionRequests(RegionId self, Predicate<RegionId> reachable, BiConsumer<RegionId, Moderate> send) {
        this.self = self;
        this.reachable = reachable;
        this.send = send;
    }

    /**
     * Asks.
     *
     * @param order of the regions that the room may be in, {@link io.banyan.cluster.RoomPlacement#authorities}
     * @return false: too many wait already
     */
    public boolean ask(Moderate request, List<RegionId> order, MeshTime now) {
        if (pending.size() >= MAX_PENDING) {
            return false;
        }
        Pending asking = new Pending(request, order, self);
        pending.put(request.getRequestId(), asking);
        askAuthority(asking, now);
        return true;
    }

    /** The facts, if that was the answer to something that was asked and decided. */
    public Optional<io.banyan.protocol.wire.v1.RoomFacts> onModerated(RegionId from, Moderated answer, MeshTime now) {
        Pending asking = pending.get(answer.getRequestId());
        if (asking == null || !asking.request.getRoom().equals(answer.getRoom())) {
            return Optional.empty();
        }
        if (answer.getDone()) {
            pending.remove(answer.getRequestId());
            return Optional.of(answer.getFacts());
        }
        if (from.equals(asking.asked) && asking.answers++ < asking.order.size()) {
            // It reaches one that this region does not, or takes for silent: that one is asked if it can be.
            asking.order.stream()
                    .filter(region -> region.value().equals(answer.getAuthority()))
                    .findFirst()
                    .filter(region -> region.equals(self) || reachable.test(region))
                    .ifPresentOrElse(
                            region -> asking.unreachable.remove(region.value()),
                            () -> asking.unreachable.add(answer.getAuthority()));
            askAuthority(asking, now);
        }
        return Optional.empty();
    }

    /** Asks again who did not answer. */
    public void collect(MeshTime now) {
        for (Pending asking : new ArrayList<>(pending.values())) {
            if (asking.dueNanos <= now.nanos()) {
                if (!asking.asked.equals(self)) {
                    asking.unreachable.add(asking.asked.value());
                }
                askAuthority(asking, now);
            }
        }
    }

    public long nextDueNanos() {
        long due = MeshTime.NEVER;
        for (Pending asking : pending.values()) {
            due = Math.min(due, asking.dueNanos);
        }
        return due;
    }

    private void askAuthority(Pending asking, MeshTime now) {
        asking.order.stream()
                .filter(region -> !region.equals(self) && !reachable.test(region))
                .forEach(region -> asking.unreachable.add(region.value()));
        asking.asked = RoomAuthority.asked(asking.order, self, reachable, asking.unreachable);
        asking.dueNanos = now.nanos() + RETRY_NANOS;
        send.accept(
                asking.asked,
                asking.request.toBuilder()
                        .clearUnreachable()
                        .addAllUnreachable(asking.unreachable)
                        .build());
    }
}
