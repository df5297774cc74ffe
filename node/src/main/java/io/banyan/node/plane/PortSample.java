package io.banyan.node.plane;

/**
 * What the UDP port of a media loop is and did: totals since it was bound, immutable.
 *
 * @param kind for people and metrics: {@code linux} or {@code netty}
 * @param segments whether runs of datagrams to one destination leave as one message (UDP_SEGMENT)
 * @param sends system calls; 0 where they are not known
 * @param messages handed to the kernel, each one datagram or one run
 * @param segmented datagrams that left as part of a run
 * @param refusedRuns runs that the kernel did not take as such, and which were sent datagram by datagram
 */
public record PortSample(String kind, boolean segments, long sends, long messages, long segmented, long refusedRuns) {}
