package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.ExtensionWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What a peer with the right key, or none, could make up: nothing throws, nothing grows. */
class LinkFuzzTest {
    private static final long SEED = 20261123;
    private static final int ROUNDS = 150_000;
    private static final TrackKey TRACK = new TrackKey(RoomId.parse("acme/standup"), new TrackId("tr_1"));
    private static final List<LinkFrame> FRAMES = List.of(
            new Demand(TRACK, 3, List.of(new Demand.Encoding("q", 7)), List.of(5L, 6L)),
            new Demand(
                    TRACK,
                    4,
                    List.of(new Demand.Encoding("q", 7)),
                    List.of(5L),
                    List.of(new Demand.Resume(0, 3, 65_535))),
            new Demand(TRACK, 5, List.of(new Demand.Encoding("", 9)), List.of(5L), List.of(), 7),
            new TrackState(TRACK, 3, 1, 0, TrackState.Refusal.NONE),
            new KeyFrameWanted(7),
            new SenderReportFrame(7, 1, 2),
            new PathReport(7, List.of(new PathReport.Hop(NodeId.parse("eu/node-1"), 1, 2))),
            new PathReport(7, List.of(new PathReport.Hop(NodeId.parse("eu/node-1"), 1, 2, 3, 4, ParentReason.KEPT))));

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    private byte[] mutated(byte[] valid) {
        byte[] bytes = Arrays.copyOf(valid, random.nextInt(8) == 0 ? random.nextInt(valid.length + 1) : valid.length);
        for (int flips = random.nextInt(4); flips >= 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private byte[] any() {
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldReadControlFramesOrNothing() {
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            LinkFrame frame = FRAMES.get(random.nextInt(FRAMES.size()));
            ByteBuffer out = ByteBuffer.allocate(LinkFrame.MAX_BYTES);
            int length = LinkFrame.write(frame, out, 0);
            byte[] body = mutated(Arrays.copyOfRange(out.array(), LinkFrame.HEADER_BYTES, length));
            LinkFrame again = LinkFrame.read(out.get(0), ByteBuffer.wrap(body), 0, body.length);
            if (again != null) {
                read++;
                assertThat(LinkFrame.write(again, out, 0)).isBetween(1, LinkFrame.MAX_BYTES);
            }
        }
        assertThat(read).isBetween(1, ROUNDS - 1);
    }

    @Test
    void shouldLookAtMediaAndFeedbackWithinBounds() {
        MediaFrame media = new MediaFrame();
        FeedbackFrame feedback = new FeedbackFrame();
        ExtensionWriter extensions = new ExtensionWriter();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = any();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int length = media.wrap(buffer, 0, bytes.length);
            assertThat(length).isLessThanOrEqualTo(bytes.length);
            if (length > 0) {
                media.copyExtensions(extensions.reset());
                assertThat(media.payloadOffset() + media.payloadLength()).isLessThanOrEqualTo(bytes.length);
            }
            if (feedback.wrap(buffer, 0, bytes.length) > 0) {
                for (int range = 0; range < feedback.ranges(); range++) {
                    assertThat(feedback.count(range)).isBetween(1, FeedbackFrame.MAX_RANGE);
                    assertThat(feedback.back(range)).isNotNegative();
                }
            }
        }
    }

    @Test
    void shouldRefuseWhateverComesWithoutTheKey() {
        LinkPipe pipe = new LinkPipe(SEED);
        List<byte[]> sent = new ArrayList<>();
        pipe.a.tap = sent::add;
        pipe.cut = true;
        pipe.run(200 * LinkPipe.MILLI);
        byte[] valid = sent.getFirst();
        HandshakeDatagram handshakes = new HandshakeDatagram(List.of(new byte[] {1}));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = random.nextBoolean() ? mutated(valid) : any();
            if (Arrays.equals(bytes, valid)) {
                continue;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            LinkDatagram.kindOf(buffer, 0, bytes.length);
            assertThat(handshakes.check(buffer, 0, bytes.length)).isNotEqualTo(HandshakeDatagram.Verdict.AUTHENTIC);
            assertThat(pipe.b.session.onDatagram(buffer, 0, bytes.length, pipe.b.now()))
                    .isFalse();
        }
        assertThat(pipe.b.session.statistics().receivedDatagrams()).isZero();
    }

    /** A peer of the mesh gone mad: authentic datagrams with made-up frames. */
    @Test
    void shouldLiveWithWhateverComesUnderTheKey() {
        LinkPipe pipe = new LinkPipe(SEED);
        LinkCipher cipher =
                EpochKeys.first(LinkPipe.keys(1).sealedBy(LinkRole.INITIATOR)).cipher();
        byte[] plain = new byte[OutboundDatagram.MAX_BYTES];
        byte[] sealed = new byte[OutboundDatagram.MAX_BYTES];
        long seq = 0;
        for (int round = 0; round < ROUNDS; round++) {
            seq += 1 + (random.nextInt(50) == 0 ? random.nextInt(2000) : 0);
            int end = OutboundDatagram.FRAMES_AT + madeUpFrames(plain);
            ByteBuffer header = ByteBuffer.wrap(plain);
            header.put(0, (byte) LinkDatagram.SEALED).putInt(1, LinkPipe.ID_B).putInt(5, (int) seq);
            header.putInt(9, random.nextInt());
            int length = cipher.seal(seq, plain, end, sealed);
            pipe.nowNanos += random.nextInt(1_000_000);
            assertThat(pipe.b.session.onDatagram(ByteBuffer.wrap(sealed), 0, length, pipe.b.now()))
                    .isTrue();
            if (round % 16 == 0) {
                pipe.b.session.onTick(pipe.b.now());
            }
        }
        assertThat(pipe.b.session.statistics().receivedDatagrams()).isEqualTo(ROUNDS);
    }

    private int madeUpFrames(byte[] plain) {
        int at = OutboundDatagram.FRAMES_AT;
        for (int frames = random.nextInt(3); frames >= 0; frames--) {
            ByteBuffer out = ByteBuffer.allocate(LinkFrame.MAX_BYTES);
            int ordered = random.nextInt(2) * OrderedOutbox.HEADER_BYTES;
            int length = LinkFrame.write(FRAMES.get(random.nextInt(FRAMES.size())), out, ordered);
            if (ordered > 0) {
                out.put(0, (byte) FrameType.ORDERED).putShort(1, (short) random.nextInt(200));
            }
            byte[] frame = mutated(Arrays.copyOf(out.array(), ordered + length));
            if (random.nextBoolean()) {
                frame = any();
                if (frame.length > 0) {
                    frame[0] = (byte) (1 + random.nextInt(5));
                }
            }
            System.arraycopy(frame, 0, plain, at, frame.length);
            at += frame.length;
        }
        return at - OutboundDatagram.FRAMES_AT;
    }
}
