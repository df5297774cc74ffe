package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The reliable frames that the peer has not acknowledged, in order, and when each is sent (again). */
final class OrderedOutbox {
    /** A thousand people joining at once are as many demands; what is beyond is refused, not kept. */
    static final int CAPACITY = 4096;

    /** What may be under way: as many as the peer keeps out of order. */
    static final int WINDOW = OrderedInbox.WINDOW;

    /** Bytes of type and number before the frame itself. */
    static final int HEADER_BYTES = 3;

    /** The peer acknowledges within a tick. */
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final long ASSUMED_RTT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(LinkFrame.MAX_BYTES);
    private int nextNumber;

    private static final class Pending {
        private final int number;
        private final byte[] frame;
        private boolean sent;
        private long sentNanos;

        private Pending(int number, byte[] frame) {
            this.number = number;
            this.frame = frame;
        }
    }

    /** False if the frame is too long, or too many wait. */
    boolean offer(LinkFrame frame) {
        int length = LinkFrame.write(frame, scratch, 0);
        if (length < 0 || pending.size() >= CAPACITY) {
            return false;
        }
        pending.addLast(new Pending(nextNumber, Arrays.copyOf(scratch.array(), length)));
        nextNumber = (nextNumber + 1) & 0xFFFF;
        return true;
    }

    /**
     * @param expected the number that the peer waits for, 16 bits
     */
    void onAcknowledged(int expected) {
        int acknowledged = pending.isEmpty() ? 0 : (expected - pending.peekFirst().number) & 0xFFFF;
        if (acknowledged > pending.size()) {
            return; // old news, overtaken
        }
        for (int i = 0; i < acknowledged; i++) {
            pending.removeFirst();
        }
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Packs what is due; {@code seal} sends the datagram when it is full. */
    void collect(OutboundDatagram datagram, Runnable seal, long rttNanos, long nowNanos) {
        long patience = ANSWER_NANOS + 3 * (rttNanos > 0 ? rttNanos : ASSUMED_RTT_NANOS) / 2;
        int window = 0;
        for (Pending waiting : pending) {
            if (window++ >= WINDOW) {
                return;
            }
            if (!waiting.sent || nowNanos - waiting.sentNanos >= patience) {
                waiting.sent = true;
                waiting.sentNanos = nowNanos;
                pack(waiting, datagram, seal);
            }
        }
    }

    private static void pack(Pending waiting, OutboundDatagram datagram, Runnable seal) {
        int length = HEADER_BYTES + waiting.frame.length;
        if (!datagram.hasRoomFor(length)) {
            seal.run();
        }
        int at = datagram.end();
        datagram.buffer().put(at, (byte) FrameType.ORDERED).putShort(at + 1, (short) waiting.number);
        datagram.buffer().put(at + HEADER_BYTES, waiting.frame);
        datagram.append(length);
        datagram.markRepairable();
    }
}
