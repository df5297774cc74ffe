/**
 * A media loop and its clients in one thread and in virtual time, without sockets, and the same clients over real ones. No
 * test of a single mechanism lives here.
 */
@NullMarked
package io.banyan.node.media.sim;

import org.jspecify.annotations.NullMarked;
