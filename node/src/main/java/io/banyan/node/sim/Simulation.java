package io.banyan.node.sim;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One seeded run: churn and faults, four times healed and left alone until everything must hold.
 */
public final class Simulation {
    /** How soon after everything is healed everybody sees everybody, in one session. */
    static final long SEEN_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How soon after that nobody sees anybody who is not there: a lease, the time of reconnecting, and what is lost. */
    static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int ROUNDS = 4;

    private final SimSettings settings;
    private final SimWorld world;
    private final Churn churn;
    private final Faults faults;

    private Simulation(SimSettings settings) {
        this.settings = settings;
        SplittableRandom random = new SplittableRandom(settings.seed());
        world = new SimWorld(settings, random.split());
        churn = new Churn(world, random.split());
        faults = new Faults(world, random.split());
    }

    /** Runs it. */
    public static SimReport run(SimSettings settings) {
        return new Simulation(settings).run();
    }

    private SimReport run() {
        long round = TimeUnit.MINUTES.toNanos(settings.minutes()) / ROUNDS;
        long busy = Math.max(round / 4, round - SETTLED_NANOS - SEEN_NANOS);
        churn.begin();
        for (int each = 0; each < ROUNDS; each++) {
            long begin = world.events().nowNanos();
            faults.plan(begin, begin + busy, share(settings.cuts(), each), share(settings.crashes(), each));
            world.events().run(begin + busy);
            churn.rest(true);
            world.invariants().remember();
            world.events().run(begin + busy + SEEN_NANOS);
            world.invariants().check(false);
            world.events().run(begin + busy + SEEN_NANOS + SETTLED_NANOS);
            world.invariants().check(true);
            churn.rest(false);
        }
        for (SimRegion region : world.living()) {
            region.rooms()
                    .forEach(room -> room.union()
                            .visible()
                            .forEach(seen -> world.digest()
                                    .add(room.id()
                                            + seen.getParticipantId()
                                            + seen.getPresence()
                                            + room.facts().sum())));
        }
        return new SimReport(
                settings,
                world.digest().toString(),
                churn.joins(),
                churn.refused(),
                world.network().sent(),
                faults.cuts(),
                faults.crashes(),
                world.invariants().decisions(),
                world.refused().toString(),
                world.invariants().broken());
    }

    private static int share(int of, int round) {
        return of * (round + 1) / ROUNDS - of * round / ROUNDS;
    }
}
