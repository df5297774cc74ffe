package io.banyan.node.sim;

import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One room that many people join over regions of one node each: what each join costs the mesh, by how many are there already.
 *
 * @param stages what joins cost, from few people to all
 * @param viewerFrames over the ways between regions for each of another tenth as many, in regions that are in the room
 * @param completeMillis after the last join, in virtual time, until every region knows of everybody, by name or number; -1:
 *     not within a minute
 */
public record LargeRoom(List<Stage> stages, double viewerFrames, double completeMillis) {
    private static final int FIRST_STAGE = 10;
    private static final int LOSS_PERMILLE = 5;

    /** So long all of the last stage take to come, and all of those before. */
    private static final long STAGE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * Joins between two sizes of the room.
     *
     * @param people there at its end
     * @param frames over the ways between regions, answers included, for each join
     * @param bytes of these frames, for each join
     * @param micros of one thread that plays all regions, for each join
     */
    public record Stage(int people, double frames, double bytes, double micros) {}

    public LargeRoom {
        stages = List.copyOf(stages);
    }

    /** Lets them come. */
    public static LargeRoom run(long seed, int regions, int people) {
        SplittableRandom random = new SplittableRandom(seed);
        SimSettings settings = new SimSettings(seed, regions, 1, 1, people, 0, 0, 0, LOSS_PERMILLE, false);
        SimWorld world = new SimWorld(settings, random.split());
        world.network().measure();
        RoomId room = new RoomId(new TenantId("t"), "large");
        List<Stage> stages = new ArrayList<>();
        int joined = 0;
        for (int until = Math.min(FIRST_STAGE, people); joined < people; until = Math.min(10 * until, people)) {
            long frames = world.network().sent();
            long bytes = world.network().sentBytes();
            long began = System.nanoTime();
            int before = joined;
            long gap = STAGE_NANOS / (until - before);
            while (joined < until) {
                String identity = "p" + joined;
                SimRegion region = world.region(random.nextInt(regions));
                String id = region.room(room).join(SimTokens.of(room, identity, 0, Set.of()));
                if (id.isEmpty()) {
                    throw new IllegalStateException(identity + " was not let in");
                }
                joined++;
                world.events().run(world.events().nowNanos() + gap);
            }
            double joins = until - before;
            stages.add(new Stage(
                    until,
                    (world.network().sent() - frames) / joins,
                    (world.network().sentBytes() - bytes) / joins,
                    (System.nanoTime() - began) / 1e3 / joins));
        }
        double complete = complete(world, room, people);
        return new LargeRoom(stages, viewers(world, room, random, people), complete);
    }

    /** Once everything is told, others come where people are already. */
    private static double viewers(SimWorld world, RoomId room, SplittableRandom random, int people) {
        world.events().run(world.events().nowNanos() + STAGE_NANOS);
        List<SimRegion> regions = world.living().stream()
                .filter(region ->
                        region.rooms().stream().anyMatch(each -> each.id().equals(room)))
                .toList();
        int joins = Math.max(1, people / 10);
        long gap = STAGE_NANOS / people;
        long frames = world.network().sent();
        for (int i = 0; i < joins; i++) {
            String id = regions.get(random.nextInt(regions.size()))
                    .room(room)
                    .join(SimTokens.of(room, "late" + i, 0, Set.of()));
            if (id.isEmpty()) {
                throw new IllegalStateException("not let in");
            }
            world.events().run(world.events().nowNanos() + gap);
        }
        world.events().run(world.events().nowNanos() + STAGE_NANOS);
        return (double) (world.network().sent() - frames) / joins;
    }

    private static double complete(SimWorld world, RoomId room, int people) {
        long began = world.events().nowNanos();
        while (world.events().nowNanos() - began < PATIENCE_NANOS) {
            boolean isComplete = world.living().stream()
                    .flatMap(region -> region.rooms().stream())
                    .filter(each -> each.id().equals(room))
                    .allMatch(each -> each.union().size() == people);
            if (isComplete) {
                return (world.events().nowNanos() - began) / 1e6;
            }
            world.events().run(world.events().nowNanos() + STEP_NANOS);
        }
        return -1;
    }
}
