/**
 * Calls over several regions with a plot: people on nodes of a mesh that is cut, killed and healed, and the figures that
 * this gives. How a mesh is started and broken belongs to {@code mesh}, what a call is to {@code scenario}.
 */
@NullMarked
package io.banyan.loadtest.region;

import org.jspecify.annotations.NullMarked;
