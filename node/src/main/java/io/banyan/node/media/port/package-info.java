/**
 * UDP sockets behind {@link io.banyan.node.media.loop.DatagramPort}: Linux's own calls through FFM, and Netty's channel,
 * which runs everywhere. Native memory and system calls live here and nowhere else in media; what datagrams mean does not.
 */
@NullMarked
package io.banyan.node.media.port;

import org.jspecify.annotations.NullMarked;
