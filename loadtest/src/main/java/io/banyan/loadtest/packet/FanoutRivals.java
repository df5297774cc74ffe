package io.banyan.loadtest.packet;

import org.jspecify.annotations.Nullable;

/**
 * What else forwards the same, measured in turns with the node.
 *
 * @param limit null: not measured
 * @param janus null: not measured
 */
public record FanoutRivals(
        @Nullable LimitProgram limit, @Nullable JanusProgram janus) {
    public static final FanoutRivals NONE = new FanoutRivals(null, null);

    /** Without the limit, which knows one profile. */
    FanoutRivals withoutLimit() {
        return new FanoutRivals(null, janus);
    }
}
