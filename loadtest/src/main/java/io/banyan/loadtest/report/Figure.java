package io.banyan.loadtest.report;

import java.util.Objects;

/**
 * One measured number.
 *
 * @param name of what was measured, the same from run to run
 * @param value NaN: could not be measured, which meets no goal
 * @param unit such as "ms", "%", "MiB"
 * @param note for people; empty: nothing to say
 */
public record Figure(String name, double value, String unit, Goal goal, String note) {
    public Figure {
        Objects.requireNonNull(name);
    }

    public Figure(String name, double value, String unit, Goal goal) {
        this(name, value, unit, goal, "");
    }

    /** What could not be measured, and why. */
    public static Figure missing(String name, String unit, Goal goal, String why) {
        return new Figure(name, Double.NaN, unit, goal, why);
    }

    public boolean met() {
        return goal instanceof Goal.None || goal.isMet(value);
    }
}
