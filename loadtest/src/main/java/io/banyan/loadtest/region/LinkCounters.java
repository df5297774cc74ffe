package io.banyan.loadtest.region;

import io.banyan.loadtest.scenario.MetricsPage;

/** What a node's metrics say of its backbone links. */
record LinkCounters(MetricsPage page) {
    static LinkCounters of(MetricsPage page) {
        return new LinkCounters(page);
    }

    /**
     * Over all links with nodes of a region.
     *
     * @param metric such as {@code banyan_link_packets_total}
     * @param direction "in" or "out"
     */
    double with(String region, String metric, String direction) {
        return page.sumOfLines(
                metric,
                line -> line.contains("direction=\"" + direction + "\"") && line.contains("peer=\"" + region + "/"));
    }
}
