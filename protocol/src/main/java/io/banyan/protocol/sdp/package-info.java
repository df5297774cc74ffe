/**
 * SDP (RFC 8866, RFC 8829) as browsers write it, and the pure function from an offer to its answer. Whether the tracks
 * in an offer are allowed is decided elsewhere.
 */
@NullMarked
package io.banyan.protocol.sdp;

import org.jspecify.annotations.NullMarked;
