package io.banyan.loadtest.playout;

/**
 * What people have seen and heard of one slot, by the models of this package; of the other kind everything is 0.
 *
 * @param shown frames
 * @param height lines of the last one
 * @param heightChanges how often that changed
 * @param freezes by the W3C's statistics' definition
 * @param frozenMillis how long those were together
 * @param sinceShownMillis how long the last frame has been shown
 * @param audioTicks moments of 20 ms
 * @param madeUp of them, for what had not come in time
 * @param mendable of those, the ones that in-band FEC could have mended
 * @param longestGapMillis made up at a stretch
 * @param repaired packets whose sound came in a later one (RFC 2198)
 * @param waitedMillis of sound that waited to be played, all moments together
 */
public record PlayoutStats(
        long shown,
        int height,
        long heightChanges,
        long freezes,
        long frozenMillis,
        long longestFreezeMillis,
        long sinceShownMillis,
        long audioTicks,
        long madeUp,
        long mendable,
        long longestGapMillis,
        long repaired,
        long waitedMillis) {
    /** Nothing has come. */
    public static final PlayoutStats NONE = new PlayoutStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What happened since an earlier moment; the longest of anything is since it was last forgotten. */
    public PlayoutStats since(PlayoutStats before) {
        return new PlayoutStats(
                shown - before.shown,
                height,
                heightChanges - before.heightChanges,
                freezes - before.freezes,
                frozenMillis - before.frozenMillis,
                longestFreezeMillis,
                sinceShownMillis,
                audioTicks - before.audioTicks,
                madeUp - before.madeUp,
                mendable - before.mendable,
                longestGapMillis,
                repaired - before.repaired,
                waitedMillis - before.waitedMillis);
    }
}
