package io.banyan.node.sim;

import java.util.List;

/**
 * What came of a run.
 *
 * @param turnedAway who was not let in: locked, banned, full
 * @param digest equal for equal settings, whenever and wherever they run
 * @param broken which invariants did not hold, with examples; empty: all did
 */
public record SimReport(
        SimSettings settings,
        String digest,
        long joins,
        long turnedAway,
        long frames,
        int cuts,
        int crashes,
        long decisions,
        String refused,
        List<String> broken) {
    /** Whether everything held. */
    public boolean isGood() {
        return broken.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + settings.seed() + ": " + (isGood() ? "good" : "BROKEN")
                + ", digest " + digest + ", " + joins + " joins, " + turnedAway + " turned away, " + frames
                + " frames, " + cuts + " cuts, " + crashes
                + " crashes, " + decisions + " decisions, refused " + refused);
        broken.forEach(what -> text.append("\n  ").append(what));
        if (!isGood()) {
            text.append("\n  again: ").append(settings.command());
        }
        return text.toString();
    }
}
