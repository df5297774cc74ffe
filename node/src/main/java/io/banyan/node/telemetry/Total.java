package io.banyan.node.telemetry;

import kamon.metric.Counter;

/** A counter that is told totals. One thread. */
final class Total {
    private final Counter counter;
    private long shown;

    Total(Counter counter) {
        this.counter = counter;
    }

    void show(long total) {
        if (total > shown) {
            counter.increment(total - shown);
            shown = total;
        }
    }
}
