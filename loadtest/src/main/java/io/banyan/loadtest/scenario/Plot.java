package io.banyan.loadtest.scenario;

/** What a benchmark can play. */
public interface Plot {
    /** As the benchmark's {@code --only} names it. */
    String name();

    /** One line, for people. */
    String plot();
}
