/**
 * The packet path by itself: what it costs a node to forward, how long that takes and how much memory it needs, beside
 * what others need for the same. Over real sockets, with synthetic peers.
 */
@NullMarked
package io.banyan.loadtest.packet;

import org.jspecify.annotations.NullMarked;
