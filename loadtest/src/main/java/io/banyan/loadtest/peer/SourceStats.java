package io.banyan.loadtest.peer;

/**
 * What a peer has sent of one track, over all encodings.
 *
 * @param packets without retransmissions
 */
public record SourceStats(String mid, long packets, long resent, long frames, long keyFrames) {}
