package io.banyan.protocol.sdp;

/** Where the SSRCs of new slots come from. Called on the thread that negotiates. */
@FunctionalInterface
public interface SlotAllocator {
    /** An SSRC that this transport does not use yet, not 0 (RFC 3550 §8.1: random). */
    int nextSsrc();
}
