package io.banyan.node.sim;

import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A mesh of three regions with many rooms of two people in which nothing happens, and what a join takes before and after.
 *
 * @param before joins in an empty mesh
 * @param after joins beside all of these rooms
 * @param bytesPerRoom live heap of all three regions together: two people, three shares of the directory, what is planned
 * @param framesPerRoomMinute between regions, while nothing happens; heartbeats are not simulated
 */
public record IdleRooms(int rooms, Joins before, Joins after, double bytesPerRoom, double framesPerRoomMinute) {
    private static final int REGIONS = 3;
    /** Fast, and no faster than a node's clock counts what it orders: a millisecond for each. */
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int PROBES = 500;
    private static final int SETTLE_MINUTES = 2;
    private static final int IDLE_MINUTES = 10;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * Somebody joins in another region than the one who is there.
     *
     * @param medianMillis of virtual time, until both see each other
     * @param worstMillis the same
     * @param micros of one thread that plays all regions, for each
     */
    public record Joins(double medianMillis, double worstMillis, double micros) {}

    /** Fills the mesh and looks at it. */
    public static IdleRooms run(long seed, int rooms) {
        SplittableRandom random = new SplittableRandom(seed);
        SimWorld world = new SimWorld(new SimSettings(seed, REGIONS, rooms, 1, 2, 0, 0, 0, 0, false), random.split());
        // The first ones teach the compiler.
        Joins _ = probe(world, "warm");
        Joins before = probe(world, "before");
        long heap = liveBytes();
        for (int number = 0; number < rooms; number++) {
            int first = random.nextInt(REGIONS);
            RoomId room = room("idle" + number);
            join(world, room, first, "one");
            join(world, room, (first + 1) % REGIONS, "other");
            world.events().run(world.events().nowNanos() + GAP_NANOS);
        }
        pass(world, SETTLE_MINUTES);
        double bytes = (double) (liveBytes() - heap) / rooms;
        long frames = world.network().sent();
        pass(world, IDLE_MINUTES);
        double idle = (double) (world.network().sent() - frames) / rooms / IDLE_MINUTES;
        return new IdleRooms(rooms, before, probe(world, "after"), bytes, idle);
    }

    private static Joins probe(SimWorld world, String name) {
        double[] millis = new double[PROBES];
        long began = System.nanoTime();
        for (int probe = 0; probe < PROBES; probe++) {
            RoomId room = room(name + probe);
            join(world, room, 0, "one");
            world.events().run(world.events().nowNanos() + TimeUnit.SECONDS.toNanos(1));
            long joined = world.events().nowNanos();
            join(world, room, 1, "other");
            while (!(isSeen(world, room, 0) && isSeen(world, room, 1))) {
                if (world.events().nowNanos() - joined > PATIENCE_NANOS) {
                    throw new IllegalStateException("two people in " + room + " do not see each other");
                }
                world.events().run(world.events().nowNanos() + STEP_NANOS);
            }
            millis[probe] = (world.events().nowNanos() - joined) / 1e6;
        }
        Arrays.sort(millis);
        return new Joins(millis[PROBES / 2], millis[PROBES - 1], (System.nanoTime() - began) / 2e3 / PROBES);
    }

    private static void join(SimWorld world, RoomId room, int region, String identity) {
        if (world.region(region)
                .room(room)
                .join(SimTokens.of(room, identity, 0, Set.of()))
                .isEmpty()) {
            throw new IllegalStateException(identity + " was not let into " + room);
        }
    }

    private static boolean isSeen(SimWorld world, RoomId room, int region) {
        return world.region(region).room(room).union().size() == 2;
    }

    private static void pass(SimWorld world, int minutes) {
        world.events().run(world.events().nowNanos() + TimeUnit.MINUTES.toNanos(minutes));
    }

    private static RoomId room(String name) {
        return new RoomId(new TenantId("t"), name);
    }

    private static long liveBytes() {
        // Twice: what the first one finds dead may hold on to more.
        for (int round = 0; round < 2; round++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
