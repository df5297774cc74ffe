/**
 * A media loop: one thread, one UDP port, and the border to other threads (commands in, events and snapshots out). Clocks and
 * queues live here and nowhere else in media; sockets behind {@link io.banyan.node.media.loop.DatagramPort}, and what
 * packets mean, do not.
 */
@NullMarked
package io.banyan.node.media.loop;

import org.jspecify.annotations.NullMarked;
