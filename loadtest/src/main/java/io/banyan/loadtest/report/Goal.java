package io.banyan.loadtest.report;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a figure shall be. Written as text, {@code "<= 500"}, {@code ">= 90"} or {@code "= 0"}.
 */
public sealed interface Goal {
    /** Measured for the record, good or bad. */
    Goal NONE = new None();

    boolean isMet(double value);

    String text();

    static Goal atMost(double limit) {
        return new AtMost(limit);
    }

    static Goal atLeast(double limit) {
        return new AtLeast(limit);
    }

    static Goal exactly(double wanted) {
        return new Exactly(wanted);
    }

    record AtMost(double limit) implements Goal {
        @Override
        public boolean isMet(double value) {
            return value <= limit;
        }

        @Override
        public String text() {
            return "<= " + exact(limit);
        }
    }

    record AtLeast(double limit) implements Goal {
        @Override
        public boolean isMet(double value) {
            return value >= limit;
        }

        @Override
        public String text() {
            return ">= " + exact(limit);
        }
    }

    record Exactly(double wanted) implements Goal {
        @Override
        public boolean isMet(double value) {
            return value == wanted;
        }

        @Override
        public String text() {
            return "= " + exact(wanted);
        }
    }

    record None() implements Goal {
        @Override
        public boolean isMet(double value) {
            return true;
        }

        @Override
        public String text() {
            return "";
        }
    }

    /** A goal says its limit as it was set. */
    private static String exact(double limit) {
        return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }

    /** With as many digits as tell something. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return String.format(
                Locale.ROOT, Math.abs(value) < 1 ? "%.4f" : Math.abs(value) < 100 ? "%.2f" : "%.1f", value);
    }
}
