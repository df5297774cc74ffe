/**
 * Calls with a plot, and the figures that they give: played by the benchmark on a node of its own and by tests on
 * theirs. Nothing here starts a node.
 */
@NullMarked
package io.banyan.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
