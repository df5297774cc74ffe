/**
 * Calls of synthetic peers through a whole node in this process, over real sockets. No browsers here, and nothing that
 * reaches into the node's parts.
 */
@NullMarked
package io.banyan.node.call;

import org.jspecify.annotations.NullMarked;
