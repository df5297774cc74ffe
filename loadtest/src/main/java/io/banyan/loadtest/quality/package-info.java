/**
 * What a viewer behind a bad network gets: scenarios of links over time, and figures of what came of them. How they are
 * played, on a node of real sockets or in virtual time, is not decided here but for {@link io.banyan.loadtest.quality.QualityRun}.
 */
@NullMarked
package io.banyan.loadtest.quality;

import org.jspecify.annotations.NullMarked;
