package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Two ends of a link and the path between them in virtual time: lossy, late, reordering, narrow, as a test wants it. */
final class LinkPipe {
    static final int ID_A = 0xA;
    static final int ID_B = 0xB;
    static final long MILLI = 1_000_000;

    /** Of two clocks that have nothing in common. */
    private static final long B_CLOCK_AHEAD = 987_654_321_987L;

    final RandomGenerator random;
    final End a;
    final End b;
    double loss;
    long oneWayNanos = 50 * MILLI;
    long jitterNanos;
    boolean cut;
    /** Bits per second from a to b; 0: no limit. */
    long bottleneckBps;

    long maxQueueNanos = 300 * MILLI;
    long nowNanos = 1_000 * MILLI;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long order;
    private long bottleneckFreeNanos;

    LinkPipe(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        a = new End(LinkRole.INITIATOR, ID_A, ID_B, 0);
        b = new End(LinkRole.RESPONDER, ID_B, ID_A, B_CLOCK_AHEAD);
        every(10 * MILLI, () -> a.session.onTick(a.now()));
        every(10 * MILLI, () -> b.session.onTick(b.now()));
    }

    static LinkKeys keys(int version) {
        byte[] one = new byte[LinkKeys.SECRET_BYTES];
        byte[] other = new byte[LinkKeys.SECRET_BYTES];
        for (int i = 0; i < one.length; i++) {
            one[i] = (byte) (i + version);
            other[i] = (byte) (0x80 + i + version);
        }
        return new LinkKeys(version, one, other);
    }

    record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    void at(long atNanos, Runnable action) {
        events.add(new Event(atNanos, order++, action));
    }

    void every(long nanos, Runnable action) {
        at(nowNanos + nanos, () -> {
            action.run();
            every(nanos, action);
        });
    }

    void run(long nanos) {
        long end = nowNanos + nanos;
        while (!events.isEmpty() && events.peek().atNanos <= end) {
            Event event = events.poll();
            nowNanos = event.atNanos;
            event.action.run();
        }
        nowNanos = end;
    }

    /** One end, and what it heard. */
    final class End implements LinkListener, LinkOutput {
        final LinkSession session;
        Consumer<MediaFrame> onMedia = frame -> {};
        Consumer<LinkFrame> onControl = frame -> {};
        Consumer<byte[]> tap = datagram -> {};
        Consumer<Integer> paused = alias -> {};
        Consumer<Integer> resumed = alias -> {};
        private final long clockAhead;

        private End(LinkRole role, int localId, int remoteId, long clockAhead) {
            this.clockAhead = clockAhead;
            session = new LinkSession(role, keys(1), localId, remoteId, this, this, now());
        }

        long now() {
            return nowNanos + clockAhead;
        }

        @Override
        public void send(ByteBuffer buffer, int offset, int length) {
            byte[] datagram = new byte[length];
            buffer.get(offset, datagram);
            tap.accept(datagram);
            if (cut || random.nextDouble() < loss) {
                return;
            }
            long arrival = nowNanos + oneWayNanos + (jitterNanos > 0 ? random.nextLong(jitterNanos) : 0);
            if (this == a && bottleneckBps > 0) {
                long start = Math.max(nowNanos, bottleneckFreeNanos);
                if (start - nowNanos > maxQueueNanos) {
                    return;
                }
                bottleneckFreeNanos = start + length * 8_000_000_000L / bottleneckBps;
                arrival += bottleneckFreeNanos - nowNanos;
            }
            End receiver = this == a ? b : a;
            at(arrival, () -> receiver.receive(datagram));
        }

        boolean receive(byte[] datagram) {
            boolean newest = session.onDatagram(ByteBuffer.wrap(datagram), 0, datagram.length, now());
            session.flush(now());
            return newest;
        }

        /** What a forged or damaged copy of a datagram does. */
        boolean receiveChanged(byte[] datagram, int at) {
            byte[] changed = Arrays.copyOf(datagram, datagram.length);
            changed[at] ^= 0x40;
            return receive(changed);
        }

        @Override
        public void onMedia(MediaFrame frame, long now) {
            onMedia.accept(frame);
        }

        @Override
        public void onControl(LinkFrame frame, long now) {
            onControl.accept(frame);
        }

        @Override
        public void onPaused(int alias, long now) {
            paused.accept(alias);
        }

        @Override
        public void onResumed(int alias, long now) {
            resumed.accept(alias);
        }
    }
}
