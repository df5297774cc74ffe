package io.banyan.cluster.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The topology as it is now, read again while the node runs, by a thread of its own. A version that is refused changes
 * nothing and is told. Any thread may ask.
 */
public final class TopologyWatch implements AutoCloseable {
    private final TopologyFile file;
    private final Consumer<String> onRefusal;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock telling = new ReentrantLock();
    private final List<Consumer<Topology>> listeners = new ArrayList<>();
    private volatile Topology current;

    private TopologyWatch(TopologyFile file, Topology first, Consumer<String> onRefusal) {
        this.file = file;
        this.current = first;
        this.onRefusal = onRefusal;
    }

    /**
     * Reads the document and goes on looking at it.
     *
     * @param interval between two looks
     * @param onRefusal hears in one line why a later version was refused, on the watch's thread
     * @throws TopologyException if the document cannot be used as it is at first
     */
    public static TopologyWatch start(Path path, Duration interval, Consumer<String> onRefusal)
            throws TopologyException {
        TopologyFile file = new TopologyFile(path);
        Topology first = switch (file.look()) {
            case TopologyFile.Changed changed -> changed.topology();
            case TopologyFile.Refused refused -> throw new TopologyException(refused.why());
            case TopologyFile.Unchanged _ -> throw new IllegalStateException("the first look finds something");
        };
        TopologyWatch watch = new TopologyWatch(file, first, onRefusal);
        Thread.ofVirtual().name("topology-watch").start(() -> watch.run(interval));
        return watch;
    }

    /** The last good version. */
    public Topology current() {
        return current;
    }

    /**
     * Tells the present version now and every later one when it comes, in order.
     *
     * @param listener must not block; called by this thread, and later by the watch's
     * @return ends it
     */
    public Runnable listen(Consumer<Topology> listener) {
        telling.lock();
        try {
            listeners.add(listener);
            listener.accept(current);
        } finally {
            telling.unlock();
        }
        return () -> {
            telling.lock();
            try {
                listeners.remove(listener);
            } finally {
                telling.unlock();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run(Duration interval) {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                switch (file.look()) {
                    case TopologyFile.Changed changed -> tell(changed.topology());
                    case TopologyFile.Refused refused -> onRefusal.accept(refused.why());
                    case TopologyFile.Unchanged _ -> {}
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Topology next) {
        telling.lock();
        try {
            current = next;
            listeners.forEach(listener -> listener.accept(next));
        } finally {
            telling.unlock();
        }
    }
}
