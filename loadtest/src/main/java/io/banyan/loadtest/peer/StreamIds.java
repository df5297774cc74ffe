package io.banyan.loadtest.peer;

/**
 * What a stream that a peer sends is called on the wire.
 *
 * @param rid empty: none
 * @param rtxSsrc 0: no retransmission
 */
record StreamIds(String mid, String rid, int payloadType, int ssrc, int rtxPayloadType, int rtxSsrc) {
    boolean hasRtx() {
        return rtxSsrc != 0;
    }
}
