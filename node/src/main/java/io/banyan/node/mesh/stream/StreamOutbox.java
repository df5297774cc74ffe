package io.banyan.node.mesh.stream;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.util.ByteString;

/** Encoded frames on their way into one stream, bounded in number and bytes. Any thread may offer; nobody waits. */
final class StreamOutbox {
    private final BoundedSourceQueue<ByteString> queue;
    private final AtomicLong queuedBytes;
    private final long maxBytes;

    /**
     * @param queuedBytes what is in the queue; whoever takes out of it subtracts
     */
    StreamOutbox(BoundedSourceQueue<ByteString> queue, AtomicLong queuedBytes, long maxBytes) {
        this.queue = queue;
        this.queuedBytes = queuedBytes;
        this.maxBytes = maxBytes;
    }

    /** False: there is no room, or the stream has ended. */
    boolean offer(ByteString frame) {
        if (queuedBytes.addAndGet(frame.size()) > maxBytes
                || !queue.offer(frame).equals(QueueOfferResult.enqueued())) {
            queuedBytes.addAndGet(-frame.size());
            return false;
        }
        return true;
    }
}
