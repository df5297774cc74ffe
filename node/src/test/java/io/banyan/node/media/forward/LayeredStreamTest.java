package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSink;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.testing.LayeredStream;
import io.banyan.node.media.testing.LayeredStream.Form;
import io.banyan.node.media.testing.LayeredStream.Frame;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.SentPacket;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.payload.DependencyDescriptor;
import io.banyan.protocol.payload.DependencyStructure;
import io.banyan.protocol.rtp.MediaKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever layers a subscriber gets, and however often that changes: it can decode all of what it is sent. */
class LayeredStreamTest {
    private static final long FRAME_NANOS = 33_333_333;

    /** Takes a track as a {@link TrackForwarder} does. */
    private static final class Viewer implements PacketSink {
        final TestSubscriber subscriber = new TestSubscriber(MediaKind.VIDEO);
        final LayerSelector selector;
        int leftOut;

        Viewer(TestPublisher publisher) {
            selector = new SingleSelector(publisher.track, new WantedEncoding(1280, 720), SlotWish.BEST);
            publisher.track.addSink(this);
        }

        @Override
        public void onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos) {
            switch (selector.select(from, slot, nowNanos)) {
                case SWITCH -> {
                    assertThat(subscriber.stream.begin(slot, from)).isTrue();
                    int _ = subscriber.stream.forward(slot, 1, selector.layers(), nowNanos);
                }
                case FORWARD -> {
                    int _ = subscriber.stream.forward(slot, 1, selector.layers(), nowNanos);
                }
                case LEAVE_OUT -> {
                    leftOut++;
                    int _ = subscriber.stream.leaveOut(slot, 1, nowNanos);
                }
                case OTHER_LAYER, AWAITING_KEY_FRAME -> {}
            }
        }
    }

    private final TestPublisher publisher = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
    private final Viewer viewer = new Viewer(publisher);
    private long nowNanos;

    @ParameterizedTest
    @CsvSource({
        "VP8, 1, false, 1",
        "VP8, 1, false, 2",
        "VP8, 1, false, 3",
        "VP8_DESCRIPTOR, 1, false, 1",
        "VP8_DESCRIPTOR, 1, false, 2",
        "VP8_DESCRIPTOR, 1, false, 3",
        "VP9, 1, false, 1",
        "VP9, 3, false, 1",
        "VP9, 3, true, 1",
        "VP9, 3, true, 2",
        "VP9, 2, false, 3",
        "AV1, 1, false, 1",
        "AV1, 3, false, 1",
        "AV1, 3, true, 1",
        "AV1, 3, true, 2",
        "AV1, 2, false, 3"
    })
    void shouldSendOnlyWhatCanBeDecoded(Form form, int spatialLayers, boolean isKeyOnly, long seed) {
        LayeredStream stream = new LayeredStream(form, spatialLayers, isKeyOnly);
        Random random = new Random(seed);
        for (int picture = 0; picture < 600; picture++) {
            if (random.nextInt(6) == 0) {
                viewer.selector.limit(Layer.of(0, random.nextInt(spatialLayers), random.nextInt(3)));
            }
            send(stream.next(picture == 0 || isKeyFrameWanted(random)), random.nextInt(4) == 0 ? random : null);
        }
        assertThat(viewer.leftOut).isPositive();
        check(form, stream);
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, 1, false, 0, 0",
        "VP8, 1, false, 0, 1",
        "VP8, 1, false, 0, 2",
        "VP8_DESCRIPTOR, 1, false, 0, 0",
        "VP8_DESCRIPTOR, 1, false, 0, 1",
        "VP8_DESCRIPTOR, 1, false, 0, 2",
        "VP9, 3, false, 1, 1",
        "VP9, 3, true, 0, 2",
        "VP9, 3, true, 2, 0",
        "VP9, 3, false, 2, 2",
        "AV1, 3, false, 1, 1",
        "AV1, 3, true, 0, 2",
        "AV1, 3, true, 2, 0",
        "AV1, 3, false, 2, 2"
    })
    void shouldReachTheLimitFromAnywhere(
            Form form, int spatialLayers, boolean isKeyOnly, int spatialId, int temporalId) {
        LayeredStream stream = new LayeredStream(form, spatialLayers, isKeyOnly);
        for (int other = 0; other < 3 * spatialLayers; other++) {
            viewer.selector.limit(Layer.of(0, other / 3, other % 3));
            run(stream, 16);
            viewer.selector.limit(Layer.of(0, spatialId, temporalId));
            run(stream, 16);
            viewer.subscriber.sent.clear();
            run(stream, 16);
            List<Frame> seen = viewer.subscriber.sent.stream()
                    .map(packet -> stream.frames.get(number(packet)))
                    .distinct()
                    .toList();
            assertThat(seen.stream().mapToInt(frame -> frame.spatialId).max()).hasValue(spatialId);
            assertThat(seen.stream().mapToInt(frame -> frame.temporalId).max()).hasValue(temporalId);
            long pictures =
                    seen.stream().mapToInt(frame -> frame.picture).distinct().count();
            assertThat(pictures).isEqualTo(16 >> (2 - temporalId));
            int perPicture = isKeyOnly ? 1 : spatialId + 1;
            assertThat(seen).hasSize((int) pictures * perPicture);
        }
    }

    private void run(LayeredStream stream, int pictures) {
        for (int i = 0; i < pictures; i++) {
            boolean isFirst = stream.frames.isEmpty();
            boolean isDue = publisher.encoding().keyframes().pollDue(nowNanos);
            send(stream.next(isFirst || isDue), null);
        }
    }

    private boolean isKeyFrameWanted(Random random) {
        return random.nextInt(3) == 0 && publisher.encoding().keyframes().pollDue(nowNanos);
    }

    /** Sends a picture, some of its packets after the others if it is shuffled. */
    private void send(List<Frame> frames, @Nullable Random shuffle) {
        List<byte[]> packets = new ArrayList<>();
        frames.forEach(frame -> packets.addAll(frame.packets));
        boolean isKey = frames.getFirst().isKey;
        if (shuffle != null && !isKey) {
            Collections.shuffle(packets, shuffle);
        }
        nowNanos += FRAME_NANOS;
        packets.forEach(packet -> publisher.receive(packet, nowNanos));
        viewer.selector.poll(nowNanos);
    }

    private void check(Form form, LayeredStream stream) {
        TreeMap<Integer, SentPacket> bySeq = new TreeMap<>();
        int first = viewer.subscriber.sent.getFirst().wireSeq();
        for (SentPacket packet : viewer.subscriber.sent) {
            assertThat(bySeq.put((packet.wireSeq() - first) & 0xffff, packet)).isNull();
        }
        assertThat(bySeq.lastKey()).as("no number is missing").isEqualTo(bySeq.size() - 1);
        BitSet decoded = new BitSet();
        Map<Integer, Integer> packetsOf = new TreeMap<>();
        for (SentPacket packet : bySeq.values()) {
            if (packet.payload().length > 0) {
                packetsOf.merge(number(packet), 1, Integer::sum);
            }
        }
        for (int number : packetsOf.keySet()) {
            Frame frame = stream.frames.get(number);
            assertThat(packetsOf.get(number)).as("packets of frame %d", number).isEqualTo(2);
            for (int reference : frame.references) {
                assertThat(decoded.get(reference))
                        .as("%d/%d of picture %d", frame.spatialId, frame.temporalId, frame.picture)
                        .isTrue();
            }
            decoded.set(number);
        }
        checkMarkers(bySeq);
        if (form == Form.VP8) {
            checkPictureIds(bySeq);
        } else if (form != Form.VP9) {
            checkDescriptors(bySeq, stream);
        }
    }

    private static void checkMarkers(Map<Integer, SentPacket> bySeq) {
        SentPacket before = null;
        for (SentPacket packet : bySeq.values()) {
            if (packet.payload().length == 0) {
                continue;
            }
            if (before != null) {
                assertThat(before.view().marker()).isEqualTo(before.timestamp() != packet.timestamp());
            }
            before = packet;
        }
    }

    private static void checkPictureIds(Map<Integer, SentPacket> bySeq) {
        int timestamp = 0;
        int id = -1;
        int tl0 = -1;
        for (SentPacket packet : bySeq.values()) {
            byte[] payload = packet.payload();
            if (payload.length == 0) {
                continue;
            }
            boolean isNew = id == -1 || packet.timestamp() != timestamp;
            if (id != -1) {
                assertThat(pictureId(payload)).isEqualTo((id + (isNew ? 1 : 0)) & 0x7fff);
                boolean isBase = (payload[5] & 0xc0) == 0;
                assertThat(payload[4] & 0xff).isEqualTo((tl0 + (isNew && isBase ? 1 : 0)) & 0xff);
            }
            id = pictureId(payload);
            tl0 = payload[4] & 0xff;
            timestamp = packet.timestamp();
        }
    }

    private static int pictureId(byte[] payload) {
        return PacketMaker.pictureId(payload);
    }

    /** What is announced as active is what comes until the next announcement, as far as the picture's size goes. */
    private static void checkDescriptors(Map<Integer, SentPacket> bySeq, LayeredStream stream) {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        DependencyStructure structure = null;
        int active = 0;
        int offset = -1;
        for (SentPacket packet : bySeq.values()) {
            byte[] value = packet.extension(TestSubscriber.DEPENDENCY_DESCRIPTOR_ID);
            if (packet.payload().length == 0) {
                continue;
            }
            assertThat(descriptor.read(ByteBuffer.wrap(value), 0, value.length, structure))
                    .isTrue();
            structure = descriptor.structure();
            active = descriptor.hasActiveDecodeTargets() ? descriptor.activeDecodeTargets() : active;
            Frame frame = stream.frames.get(number(packet));
            assertThat(descriptor.spatialId()).isEqualTo(frame.spatialId);
            assertThat(descriptor.temporalId()).isEqualTo(frame.temporalId);
            if (offset < 0) {
                offset = (descriptor.frameNumber() - frame.number) & 0xffff;
            }
            assertThat((descriptor.frameNumber() - frame.number) & 0xffff).isEqualTo(offset);
            assertThat((active >>> (frame.spatialId * 3 + frame.temporalId)) & 1)
                    .as("target of frame %d in %x", frame.number, active)
                    .isEqualTo(1);
        }
    }

    private static int number(SentPacket packet) {
        byte[] payload = packet.payload();
        return ((payload[payload.length - 2] & 0xff) << 8) | (payload[payload.length - 1] & 0xff);
    }
}
