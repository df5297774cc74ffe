/**
 * The signalling edge: HTTP and WebSocket over Pekko HTTP, one adapter to control among others to come. It checks tokens,
 * limits and forms; what a message means is control's.
 */
@NullMarked
package io.banyan.node.signal;

import org.jspecify.annotations.NullMarked;
