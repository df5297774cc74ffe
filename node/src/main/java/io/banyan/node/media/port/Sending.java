package io.banyan.node.media.port;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.PortSample;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets what waits in a {@link SendVector} into a Linux socket, and learns where runs may not go as one message. Owned by
 * the port's thread.
 */
final class Sending {
    /** Takes what the socket did not. */
    @FunctionalInterface
    interface NotSent {
        void onNotSent(DropReason reason, int datagrams);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    /** What one call takes (UIO_MAXIOV). */
    private static final int MESSAGES_PER_CALL = 1_024;

    /**
     * A full send buffer is given this long in one flush: at a gigabit per second it empties by a quarter of a megabyte.
     * What does not fit then is old, and what arrives meanwhile waits in the receive buffer.
     */
    private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int FULL_WAITS = 2;

    /**
     * Where a path takes less than a run's datagrams, the kernel refuses the run (EINVAL), though it would send each alone
     * in fragments. Whoever is at the end of such a path must not have it switched off for others; so many cannot be
     * chance.
     */
    static final int MAX_UNSEGMENTED = 256;

    private final MessageSocket socket;
    private final SendVector vector;
    private NotSent notSent = (_, _) -> {};
    private boolean segments;
    private long sends;
    private long messages;
    private long segmented;
    private long refusedRuns;

    /** The socket, as this sees it. */
    interface MessageSocket {
        /** How many messages were taken; if none was, minus the errno. */
        int send(SendVector from, int message, int count);

        /** Waits for room in the send buffer; whether there is some. */
        boolean awaitWritable(long nanos);
    }

    /**
     * @param segments whether the kernel knows UDP_SEGMENT
     */
    Sending(MessageSocket socket, SendVector vector, boolean segments) {
        this.socket = socket;
        this.vector = vector;
        this.segments = segments;
    }

    void start(NotSent listener) {
        notSent = listener;
    }

    ByteBuffer area() {
        return vector.area();
    }

    int reserve(int maxBytes) {
        if (vector.isFull()) {
            flush();
        }
        return vector.reserve(maxBytes);
    }

    void commit(int bytes, InetSocketAddress to) {
        if (!vector.commit(bytes, to)) {
            notSent.onNotSent(DropReason.SEND_REFUSED, 1);
        }
    }

    void flush() {
        int count = vector.build(segments);
        try {
            if (count > 0) {
                messages += count;
                segmented += vector.segmented();
                send(count);
            }
        } finally {
            vector.clear();
        }
    }

    private void send(int count) {
        int at = 0;
        int waits = 0;
        while (at < count) {
            int taken = call(at, Math.min(count - at, MESSAGES_PER_CALL));
            if (taken > 0) {
                at += taken;
                continue;
            }
            switch (-taken) {
                case Libc.EINTR -> {}
                case Libc.EAGAIN -> {
                    if (waits++ == FULL_WAITS || !socket.awaitWritable(FULL_NANOS)) {
                        drop(DropReason.SEND_BUFFER_FULL, at, count);
                        return;
                    }
                }
                case Libc.EIO, Libc.EINVAL -> {
                    if (vector.datagramsOf(at) > 1) {
                        onRefusedRun(at, -taken);
                    } else {
                        notSent.onNotSent(DropReason.SEND_REFUSED, 1);
                    }
                    at++;
                }
                default -> {
                    drop(DropReason.SEND_REFUSED, at, at + 1);
                    at++;
                }
            }
        }
    }

    private int call(int message, int count) {
        sends++;
        return socket.send(vector, message, count);
    }

    /** Sends the datagrams of a run one by one, and remembers. */
    private void onRefusedRun(int message, int errno) {
        refusedRuns++;
        int unsegmented = vector.markUnsegmented(message);
        if (segments && (errno == Libc.EIO || unsegmented > MAX_UNSEGMENTED)) {
            segments = false;
            LOG.warn("UDP: the kernel refuses segmented sends ({}); from now on each datagram leaves alone", errno);
        }
        int datagrams = vector.datagramsOf(message);
        for (int nth = 0; nth < datagrams; nth++) {
            vector.isolate(message, nth);
            int taken = call(message, 1);
            if (taken <= 0) {
                notSent.onNotSent(-taken == Libc.EAGAIN ? DropReason.SEND_BUFFER_FULL : DropReason.SEND_REFUSED, 1);
            }
        }
    }

    private void drop(DropReason reason, int from, int to) {
        int datagrams = 0;
        for (int message = from; message < to; message++) {
            datagrams += vector.datagramsOf(message);
        }
        notSent.onNotSent(reason, datagrams);
    }

    PortSample sample() {
        return new PortSample("linux", segments, sends, messages, segmented, refusedRuns);
    }
}
