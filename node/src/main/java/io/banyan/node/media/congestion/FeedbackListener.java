package io.banyan.node.media.congestion;

/** Takes what one message of transport-wide feedback tells that is new, packet by packet, then its end. */
interface FeedbackListener {
    /**
     * A packet arrived.
     *
     * @param sentNanos on the node's clock
     * @param arrivalNanos on the client's clock, whose zero is unknown; not to be trusted
     * @param bytes of RTP
     * @param probe the probe cluster that it was part of, or {@link SentPackets#NO_PROBE}
     */
    void onArrival(long sentNanos, long arrivalNanos, int bytes, int probe, long nowNanos);

    /**
     * The message is read.
     *
     * @param received packets that it told of as received, for the first time
     * @param lost packets that it told of as lost, for the first time, less those that came after all
     * @param rttNanos of the newest of its packets; -1 if none was new
     */
    void onFeedbackEnd(int received, int lost, long rttNanos, long nowNanos);
}
