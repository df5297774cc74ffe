package io.banyan.node.plane;

/**
 * To how many other nodes a node gives a track: origins plan by it, and a node that is asked by more refuses. One that has
 * nothing left takes no joins either, if there is another node.
 *
 * @param fanOut as planned, 1 or more: if all are full, somebody has to pass the track on
 * @param spare how many more while something is broken, 1 or more
 */
public record RelayCapacity(int fanOut, int spare) {
    /**
     * Of a node that has little to do. A copy costs a few per cent of a core at a thousand packets a second: eight leave room
     * for a node's own clients; half as much again is for as long as it takes to plan anew.
     */
    public static final RelayCapacity WHOLE = new RelayCapacity(8, 4);

    /** Below that a node gives to as many as any; above it to fewer. */
    private static final int FREE_PERMILLE = 600;

    private static final int FULL_PERMILLE = 950;

    public RelayCapacity {
        if (fanOut < 1 || spare < 1) {
            throw new IllegalArgumentException("a node passes on to somebody");
        }
    }

    /**
     * What is left.
     *
     * @param loadPermille of what the node can do, 0 to 1000
     */
    public static RelayCapacity at(int loadPermille) {
        int share = Math.clamp((FULL_PERMILLE - loadPermille) * 1000L / (FULL_PERMILLE - FREE_PERMILLE), 0, 1000);
        return new RelayCapacity(part(WHOLE.fanOut, share), part(WHOLE.spare, share));
    }

    /** Whether there is nothing left for anybody new. */
    public static boolean isFull(int loadPermille) {
        return loadPermille >= FULL_PERMILLE;
    }

    private static int part(int whole, int permille) {
        return Math.max(1, (whole * permille + 999) / 1000);
    }

    /** Nobody is given to beyond that. */
    public int most() {
        return fanOut + spare;
    }
}
