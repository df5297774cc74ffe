package io.banyan.node.media.link;

/** The loop's queue, as threads that work for a link see it. Any thread may call. */
public interface LinkInbox {
    /** Hands a result to the loop; false: the queue is full, nothing was handed over. */
    boolean offer(LinkResult result);

    /** Whether the loop has ended, so that nobody will ever read what is offered. */
    boolean isClosed();
}
