package io.banyan.node.media.loop;

import io.banyan.node.media.link.LinkInbox;
import io.banyan.node.media.link.LinkResult;
import io.banyan.node.media.transport.DtlsResult;
import io.banyan.node.media.transport.TransportInbox;
import io.banyan.node.plane.MediaCommand;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * The way into a loop: bounded, any thread puts in without ever blocking, the loop alone takes out. It wakes the loop once,
 * however much is put in before it comes.
 */
final class CommandQueue implements TransportInbox, LinkInbox {
    private final MpscAtomicArrayQueue<LoopWork> queue;
    private final Runnable wakeUp;
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private final LongAdder refused = new LongAdder();
    private volatile boolean closed;

    /**
     * @param capacity rounded up to a power of two
     * @param wakeUp has {@link #drain} called on the loop's thread; called by any thread
     */
    CommandQueue(int capacity, Runnable wakeUp) {
        queue = new MpscAtomicArrayQueue<>(capacity);
        this.wakeUp = wakeUp;
    }

    /** Puts in a command; false: full or closed, refused and counted. */
    boolean offer(MediaCommand command) {
        return put(new LoopWork.Execute(command));
    }

    /** The same for what ends the loop. */
    boolean offer(LoopWork.CloseAll last) {
        return put(last);
    }

    @Override
    public boolean offer(DtlsResult result) {
        return put(new LoopWork.Deliver(result));
    }

    @Override
    public boolean offer(LinkResult result) {
        return put(new LoopWork.Link(result));
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Refuses everything from now on. */
    void close() {
        closed = true;
    }

    /** How often something was refused. Any thread. */
    long refused() {
        return refused.sum();
    }

    /**
     * Takes out what there is, in the order in which each thread put it in. The rest of a full budget's queue is left to
     * another wake-up, so that datagrams get their turn.
     */
    void drain(Consumer<? super LoopWork> worker, int budget) {
        // Before looking: what is put in after the last look then wakes us again.
        isAwake.set(false);
        for (int i = 0; i < budget; i++) {
            LoopWork work = queue.poll();
            if (work == null) {
                return;
            }
            worker.accept(work);
        }
        if (!queue.isEmpty()) {
            awake();
        }
    }

    private boolean put(LoopWork work) {
        if (closed || !queue.offer(work)) {
            refused.increment();
            return false;
        }
        awake();
        return true;
    }

    private void awake() {
        if (!isAwake.getAndSet(true)) {
            wakeUp.run();
        }
    }
}
