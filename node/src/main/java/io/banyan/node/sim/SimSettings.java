package io.banyan.node.sim;

/**
 * What is simulated.
 *
 * @param regions of one node each
 * @param minutes virtual ones
 * @param people in a room at a time, on average
 * @param cuts how many, over the whole time
 * @param crashes how many, over the whole time
 * @param decisions kicks, ends and locks, over the whole time
 * @param lossPermille of frames
 * @param heartbeats every heartbeat is said and heard; otherwise only what would come of them happens
 */
public record SimSettings(
        long seed,
        int regions,
        int rooms,
        int minutes,
        double people,
        int cuts,
        int crashes,
        int decisions,
        int lossPermille,
        boolean heartbeats) {
    public SimSettings {
        if (regions < 1 || rooms < 1 || minutes < 1) {
            throw new IllegalArgumentException("there must be a region, a room and a minute");
        }
    }

    SimSettings withSeed(long other) {
        return new SimSettings(
                other, regions, rooms, minutes, people, cuts, crashes, decisions, lossPermille, heartbeats);
    }

    /** The command that repeats the run. */
    public String command() {
        return "./banyan sim --seed " + seed + " --regions " + regions + " --rooms " + rooms + " --minutes " + minutes
                + " --people " + people + " --cuts " + cuts + " --crashes " + crashes + " --decisions " + decisions
                + " --loss " + lossPermille + (heartbeats ? " --heartbeats" : "");
    }
}
