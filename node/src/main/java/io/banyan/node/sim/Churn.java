package io.banyan.node.sim;

import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.PromoteIdentity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** People: they come, change their names, come again elsewhere, are thrown out, and go. */
final class Churn {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How long somebody stays, on average. */
    private static final double STAY_SECONDS = 3600;

    private final SimWorld world;
    private final SplittableRandom random;
    private final RoomId[] rooms;
    /** By room: how many regions its people are from, and the first of them. */
    private final int[] spread;

    private final int[] first;
    private final List<Set<RegionId>> allowed = new ArrayList<>();
    private final int[] limits;
    private long joins;
    private long refused;
    private int decisions;
    private boolean resting;

    Churn(SimWorld world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        SimSettings settings = world.settings();
        rooms = new RoomId[settings.rooms()];
        spread = new int[rooms.length];
        first = new int[rooms.length];
        limits = new int[rooms.length];
        TenantId tenant = new TenantId("t");
        for (int room = 0; room < rooms.length; room++) {
            rooms[room] = new RoomId(tenant, "room-" + room);
            // Most rooms are of few regions, some of many.
            int regions = random.nextInt(100) == 0 ? 3 + random.nextInt(20) : 1 + random.nextInt(4);
            spread[room] = Math.min(settings.regions(), regions);
            first[room] = random.nextInt(settings.regions());
            allowed.add(random.nextInt(4) == 0 ? regionsOf(room) : Set.of());
            limits[room] = random.nextInt(3) == 0 ? 1 + (int) Math.ceil(settings.people()) : 0;
            world.invariants().limit(rooms[room], limits[room]);
        }
    }

    /** Its people come from nowhere else. */
    private Set<RegionId> regionsOf(int room) {
        Set<RegionId> regions = new HashSet<>();
        for (int each = 0; each < spread[room]; each++) {
            regions.add(world.regionIds()
                    .get((first[room] + 7 * each) % world.regionIds().size()));
        }
        return Set.copyOf(regions);
    }

    void begin() {
        int people = (int) (rooms.length * world.settings().people());
        for (int each = 0; each < people; each++) {
            world.events().in(random.nextLong(60 * SECOND), () -> join(random.nextInt(rooms.length)));
        }
        nextJoin();
        if (world.settings().decisions() > 0) {
            nextDecision();
        }
    }

    /** Nobody comes or goes from now on. */
    void rest(boolean now) {
        resting = now;
    }

    private void nextJoin() {
        double perSecond = rooms.length * world.settings().people() / STAY_SECONDS;
        world.events().in(exponential(1 / perSecond), () -> {
            join(random.nextInt(rooms.length));
            nextJoin();
        });
    }

    private void join(int room) {
        if (resting) {
            return;
        }
        int number = Math.floorMod(
                first[room] + 7 * random.nextInt(spread[room]), world.settings().regions());
        join(room, number, "p" + (random.nextInt(30) == 0 ? random.nextInt(3) : 3 + random.nextInt(1_000_000)));
    }

    private void join(int room, int number, String identity) {
        if (!world.network().isUp(number)) {
            return;
        }
        SimRoom joined = world.region(number).room(rooms[room]);
        String id = joined.join(SimTokens.of(rooms[room], identity, limits[room], allowed.get(room)));
        if (id.isEmpty()) {
            refused++;
            return;
        }
        joins++;
        int life = world.network().life(number);
        if (random.nextInt(4) == 0) {
            int to = random.nextInt(100);
            world.events().in(exponential(STAY_SECONDS / 2), () -> {
                if (!resting && world.network().life(number) == life) {
                    joined.change(id, to);
                }
            });
        }
        planLeave(joined, id, room, number, life, identity);
    }

    private void planLeave(SimRoom joined, String id, int room, int number, int life, String identity) {
        world.events().in(exponential(STAY_SECONDS), () -> {
            if (resting) {
                planLeave(joined, id, room, number, life, identity);
            } else if (world.network().life(number) == life) {
                joined.leave(id, EndReason.END_REASON_LEFT);
            } else if (random.nextBoolean()) {
                // Its node had crashed: back somewhere else.
                join(
                        room,
                        Math.floorMod(
                                first[room] + 7 * random.nextInt(spread[room]),
                                world.settings().regions()),
                        identity);
            }
        });
    }

    private void nextDecision() {
        double perSecond =
                world.settings().decisions() / (60.0 * world.settings().minutes());
        world.events().in(exponential(1 / perSecond), () -> {
            if (!resting) {
                decide();
            }
            nextDecision();
        });
    }

    private void decide() {
        int room = random.nextInt(rooms.length);
        int number = Math.floorMod(
                first[room] + 7 * random.nextInt(spread[room]), world.settings().regions());
        if (!world.network().isUp(number)) {
            return;
        }
        Moderate.Builder request =
                Moderate.newBuilder().setRequestId("q" + decisions++).setRoom(rooms[room].toString());
        switch (random.nextInt(5)) {
            case 0 -> request.setEnd(true);
            case 1 -> request.setLock(random.nextBoolean());
            case 2 ->
                request.setPromote(PromoteIdentity.newBuilder()
                        .setIdentity("p" + random.nextInt(3))
                        .addPublishValue(1 + random.nextInt(3)));
            default ->
                request.setKick(KickIdentity.newBuilder()
                        .setIdentity("p" + random.nextInt(3))
                        .setBanMillis(random.nextBoolean() ? 600_000 : 0));
        }
        world.region(number).ask(request, AllowedRegions.of(Set.of(allowed.get(room))));
    }

    private long exponential(double meanSeconds) {
        return (long) (-Math.log(1 - random.nextDouble()) * meanSeconds * SECOND);
    }

    long joins() {
        return joins;
    }

    long refused() {
        return refused;
    }
}
