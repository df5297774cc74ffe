/**
 * SRTP and SRTCP (RFC 3711, RFC 7714): sealing and opening packets under keys that somebody else negotiated.
 * No handshake, no socket and no clock may live here, and nothing of an RTP packet is read behind its header.
 */
@NullMarked
package io.banyan.protocol.srtp;

import org.jspecify.annotations.NullMarked;
