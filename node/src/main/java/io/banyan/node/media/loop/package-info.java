/**
 * A media loop: one thread, one UDP port, and the border to other threads (commands in, events and snapshots out). Sockets,
 * clocks and queues live here and nowhere else in media; what packets mean does not.
 */
@NullMarked
package io.banyan.node.media.loop;

import org.jspecify.annotations.NullMarked;
