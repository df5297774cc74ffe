/**
 * The call itself, as typed actors and the pure mechanisms they delegate to: who is in a room, what they publish, what
 * each of them sees. It steers media through {@code plane} only, and knows neither sockets, HTTP nor tokens.
 */
@NullMarked
package io.banyan.node.control;

import org.jspecify.annotations.NullMarked;
