package io.banyan.node.media.transport;

/** The loop's queue, as threads that work for a transport see it. Any thread may call. */
public interface TransportInbox {
    /** Hands a result to the loop; false: the queue is full, nothing was handed over. */
    boolean offer(DtlsResult result);

    /** Whether the loop has ended, so that nobody will ever read what is offered. */
    boolean isClosed();
}
