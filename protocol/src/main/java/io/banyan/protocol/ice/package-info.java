/**
 * ICE (RFC 8445): the lite, answering side that a node is, and a small controlling side for synthetic peers. No sockets
 * and no clocks: bytes in, bytes out, time as an argument.
 */
@NullMarked
package io.banyan.protocol.ice;

import org.jspecify.annotations.NullMarked;
