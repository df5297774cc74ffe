/**
 * One peer's path to this node: which datagram belongs to which transport (RFC 7983, STUN), ICE, DTLS, SRTP. RTP and RTCP
 * are only opened and sealed here, never understood.
 */
@NullMarked
package io.banyan.node.media.transport;

import org.jspecify.annotations.NullMarked;
