/**
 * RTP as bytes and numbers: the packet view, header extensions, canonical codec and extension ids, wrap arithmetic,
 * clocks and retransmission packets. No codec payloads, no streams' state beyond a counter, no encryption.
 */
@NullMarked
package io.banyan.protocol.rtp;

import org.jspecify.annotations.NullMarked;
