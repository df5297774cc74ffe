/**
 * Nodes as processes of this machine: started, watched, measured and ended. Knows no call and no network.
 */
@NullMarked
package io.banyan.loadtest.process;

import org.jspecify.annotations.NullMarked;
