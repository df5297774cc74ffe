package io.banyan.node.media.port;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes a port's thread: an eventfd that is written only if the thread sleeps. */
final class Doorbell implements AutoCloseable {
    private final int fd;
    private final AtomicBoolean isRung = new AtomicBoolean();
    /** Whether the thread sleeps, or is about to look whether it may. */
    private volatile boolean isAsleep;

    /** Held by who writes, so that nobody writes to a number that was closed and is another file's by now. */
    private final ReentrantLock lock = new ReentrantLock();

    private final MemorySegment writeState = Libc.newState();
    private final MemorySegment readState = Libc.newState();
    private final MemorySegment word = Arena.ofAuto().allocate(JAVA_LONG);
    private boolean isClosed;

    /**
     * @param fd of an eventfd, which is this one's from now on
     */
    Doorbell(int fd) {
        this.fd = fd;
    }

    int fd() {
        return fd;
    }

    /** Has the thread's next {@link #takeRing} return true, soon. Any thread. */
    void ring() {
        // First the word, then the look; the thread does it the other way round, so that one of them sees the other.
        if (!isRung.getAndSet(true) && isAsleep) {
            write();
        }
    }

    /** Ends the thread's sleep, whatever was rung before. Any thread. */
    void wake() {
        isRung.set(true);
        write();
    }

    private void write() {
        lock.lock();
        try {
            if (!isClosed) {
                int _ = Libc.eventfdWrite(writeState, fd);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was rung since the last call. Only the thread. */
    boolean takeRing() {
        return isRung.get() && isRung.getAndSet(false);
    }

    /** To be called before sleeping; false: it was rung, and there must be no sleep. Only the thread. */
    boolean mayGoToSleep() {
        isAsleep = true;
        if (isRung.get()) {
            isAsleep = false;
            return false;
        }
        return true;
    }

    /**
     * To be called after sleeping. Only the thread.
     *
     * @param isWritten whether the eventfd was seen to be written
     */
    void hasSlept(boolean isWritten) {
        isAsleep = false;
        if (isWritten) {
            int _ = Libc.eventfdRead(readState, fd, word);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!isClosed) {
                isClosed = true;
                int _ = Libc.close(writeState, fd);
            }
        } finally {
            lock.unlock();
        }
    }
}
