package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.SentPacket;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.SequenceUnwrapper;
import io.banyan.protocol.rtp.TimestampUnwrapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random losses, reordering, duplicates, padding, late repair and switches between publishers, on one slot. */
class TrackForwarderPropertyTest {
    private static final long MS = 1_000_000;
    private static final int FRAMES = 1500;
    private static final int PADDING = -1;

    /** One packet as a publisher made it. */
    private static final class Made {
        private final int source;
        private final int seq;
        private final int frame;
        private final byte[] bytes;
        private final byte[] payload;

        Made(int source, int seq, int frame, byte[] bytes, byte[] payload) {
            this.source = source;
            this.seq = seq;
            this.frame = frame;
            this.bytes = bytes;
            this.payload = payload;
        }
    }

    private record Arrival(Made made, long nanos) {}

    private record Sent(SentPacket packet, Made made, long seq, long ticks) {
        boolean isEmpty() {
            return made.frame == PADDING;
        }

        int pictureId() {
            return PacketMaker.pictureId(packet.payload());
        }
    }

    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<TestPublisher> publishers = new ArrayList<>();
    /** What was sent between two switches. */
    private final List<List<Sent>> segments = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldSendOneStreamWhateverHappens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int source = 0; source < 3; source++) {
            publishers.add(new TestPublisher(MediaKind.VIDEO, source == 0 ? CaptureClock.NONE : new PublisherClock()));
            makePackets(source, random);
        }
        arrivals.sort(Comparator.comparingLong(Arrival::nanos));
        run(random, new TestSubscriber(MediaKind.VIDEO, 0, seed));
        segments.removeIf(List::isEmpty);
        assertThat(segments).hasSizeGreaterThan(10);
        checkNumbers();
        checkTimestamps();
        checkPictureIds();
        segments.forEach(segment -> segment.forEach(TrackForwarderPropertyTest::checkBytes));
    }

    private void run(SplittableRandom random, TestSubscriber subscriber) {
        SequenceUnwrapper sequence = new SequenceUnwrapper();
        TimestampUnwrapper timestamps = new TimestampUnwrapper();
        int shown = 0;
        TrackForwarder forwarder = subscriber.show(publishers.getFirst().track, 1, 0);
        segments.add(new ArrayList<>());
        Map<Long, Made> madeBySeq = new HashMap<>();
        Set<Made> seen = new HashSet<>();
        for (Arrival arrival : arrivals) {
            if (random.nextInt(400) == 0) {
                forwarder.close();
                shown = random.nextInt(3);
                forwarder = subscriber.show(publishers.get(shown).track, shown + 1, arrival.nanos);
                segments.add(new ArrayList<>());
            }
            Made made = arrival.made;
            boolean isNew = seen.add(made);
            madeBySeq.put(key(made.source, made.seq), made);
            List<Sent> segment = segments.getLast();
            int before = subscriber.sent.size();
            publishers.get(made.source).receive(made.bytes, arrival.nanos);
            boolean isSent = subscriber.sent.size() > before;
            if (made.source != shown || !isNew) {
                assertThat(isSent).as("nothing of others, nothing twice").isFalse();
            } else if (!segment.isEmpty() && made.frame != PADDING && made.seq > segment.getFirst().made.seq) {
                assertThat(isSent).as("all that comes is sent").isTrue();
            }
            for (SentPacket packet : subscriber.sent.subList(before, subscriber.sent.size())) {
                // Usually what just came; behind a late key frame's beginning also what had overtaken it.
                Made of = packet.payload().length == 0 ? made : madeOf(packet, madeBySeq);
                segment.add(
                        new Sent(packet, of, sequence.unwrap(packet.wireSeq()), timestamps.unwrap(packet.timestamp())));
            }
        }
    }

    private static Made madeOf(SentPacket packet, Map<Long, Made> madeBySeq) {
        byte[] payload = packet.payload();
        int tag = (payload[7] & 0xff) << 8 | (payload[8] & 0xff);
        Made made = madeBySeq.get(key(packet.view().csrc(0) - 1, tag));
        assertThat(made).isNotNull();
        return made;
    }

    private static long key(int source, int seq) {
        return (long) source << 32 | (seq & 0xffff);
    }

    /** Unique, in the publisher's order, begun without a hole, with no more holes than packets that are missing. */
    private void checkNumbers() {
        long next = segments.getFirst().getFirst().seq;
        Set<Long> used = new HashSet<>();
        for (List<Sent> segment : segments) {
            Sent first = segment.getFirst();
            assertThat(first.seq).as("a switch leaves no hole").isEqualTo(next);
            assertThat(first.packet.payload()[6] & 1)
                    .as("begins with a key frame")
                    .isZero();
            List<Sent> ordered =
                    segment.stream().sorted(Comparator.comparingLong(Sent::seq)).toList();
            long previous = first.seq - 1;
            int previousSource = first.made.seq - 1;
            for (Sent sent : ordered) {
                assertThat(used.add(sent.seq)).as("each number once").isTrue();
                assertThat(sent.made.seq).as("the publisher's order").isGreaterThan(previousSource);
                long step = sent.seq - previous;
                assertThat(step).as("no hole that was not lost").isLessThanOrEqualTo(sent.made.seq - previousSource);
                previous = sent.seq;
                previousSource = sent.made.seq;
            }
            next = previous + 1;
        }
    }

    private void checkTimestamps() {
        List<Sent> all = segments.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Sent::seq))
                .toList();
        long last = Long.MIN_VALUE;
        for (Sent sent : all) {
            assertThat(sent.ticks).as("timestamps do not go back").isGreaterThanOrEqualTo(last);
            last = sent.ticks;
        }
        long before = Long.MIN_VALUE;
        for (List<Sent> segment : segments) {
            Map<Integer, Long> ticksByFrame = new HashMap<>();
            Map<Long, Integer> frameByTicks = new HashMap<>();
            for (Sent sent : segment) {
                assertThat(sent.ticks).as("no timestamp is of two sources").isGreaterThan(before);
                if (!sent.isEmpty()) {
                    assertThat(ticksByFrame.computeIfAbsent(sent.made.frame, frame -> sent.ticks))
                            .as("one timestamp in a frame")
                            .isEqualTo(sent.ticks);
                    assertThat(frameByTicks.computeIfAbsent(sent.ticks, ticks -> sent.made.frame))
                            .as("no timestamp is of two frames")
                            .isEqualTo(sent.made.frame);
                }
            }
            before = segment.stream().mapToLong(Sent::ticks).max().orElseThrow();
        }
    }

    private void checkPictureIds() {
        int next = -1;
        for (List<Sent> segment : segments) {
            List<Sent> frames = segment.stream().filter(sent -> !sent.isEmpty()).toList();
            int offset = frames.getFirst().pictureId() - frames.getFirst().made.frame;
            if (next >= 0) {
                assertThat(frames.getFirst().pictureId())
                        .as("picture ids go on by one")
                        .isEqualTo(next);
            }
            int newest = 0;
            for (Sent sent : frames) {
                assertThat((sent.pictureId() - sent.made.frame - offset) & 0x7fff)
                        .as("picture ids count frames")
                        .isZero();
                newest = Math.max(newest, sent.made.frame);
            }
            next = (newest + offset + 1) & 0x7fff;
        }
    }

    private static void checkBytes(Sent sent) {
        assertThat(sent.packet.view().csrcCount()).isEqualTo(1);
        assertThat(sent.packet.view().csrc(0)).isEqualTo(sent.made.source + 1);
        if (!sent.isEmpty()) {
            byte[] expected = sent.made.payload.clone();
            System.arraycopy(sent.packet.payload(), 2, expected, 2, 3); // picture id, TL0PICIDX
            assertThat(sent.packet.payload()).isEqualTo(expected);
            assertThat(sent.packet.view().marker()).isEqualTo((sent.made.bytes[1] & 0x80) != 0);
        }
    }

    private void makePackets(int source, SplittableRandom random) {
        PacketMaker maker = new PacketMaker(source + 100, TestPublisher.VP8);
        int seq = random.nextInt(65_536);
        int pictureId = random.nextInt(32_768);
        int startTicks = random.nextInt();
        for (int frame = 0; frame < FRAMES; frame++) {
            int packets = random.nextInt(1, 6);
            boolean keyframe = frame % 40 == 0;
            int ticks = startTicks + frame * 2970;
            long sentNanos = (100 + frame * 33L) * MS + random.nextLong(3 * MS);
            for (int i = 0; i < packets; i++) {
                byte[] payload = PacketMaker.vp8(i == 0, keyframe && i == 0, pictureId + frame, frame, seq);
                byte[] bytes = maker.packet(seq, ticks, i == packets - 1, payload);
                arrive(new Made(source, seq, frame, bytes, payload), sentNanos + i * 50_000L, random);
                seq++;
            }
            if (random.nextInt(10) == 0) {
                byte[] bytes = maker.padding(seq, ticks);
                arrive(new Made(source, seq, PADDING, bytes, new byte[0]), sentNanos + MS, random);
                seq++;
            }
        }
    }

    private void arrive(Made made, long nanos, SplittableRandom random) {
        int fate = random.nextInt(100);
        if (fate < 2) {
            return; // lost for good
        }
        long delay = fate < 7 ? random.nextLong(150 * MS) : fate < 15 ? random.nextLong(2 * MS) : 0;
        arrivals.add(new Arrival(made, nanos + delay));
        if (fate > 97) {
            arrivals.add(new Arrival(made, nanos + delay + 5 * MS));
        }
    }
}
