package io.banyan.loadtest.peer;

import io.banyan.protocol.rtp.MediaKind;

/**
 * A slot as the node's answer describes it.
 *
 * @param streamId of its msid: what is played in sync has the same
 * @param rtxSsrc 0: no retransmissions
 */
record AnsweredSlot(String mid, MediaKind kind, String streamId, int ssrc, int rtxSsrc) {}
