/**
 * From a track's packets to one subscriber's slot: which encoding, how it is renumbered, retimed, paced and
 * resent. Knows
 * slots of rings and a {@link io.banyan.node.media.forward.PacketOutput}; no sockets, no encryption, no bandwidth.
 */
@NullMarked
package io.banyan.node.media.forward;

import org.jspecify.annotations.NullMarked;
