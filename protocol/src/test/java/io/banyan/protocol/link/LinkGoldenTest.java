package io.banyan.protocol.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.HeaderExtension;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Pins the wire format: a node of the neighbouring version reads these bytes, and writes them. */
class LinkGoldenTest {
    private static final TrackKey TRACK = new TrackKey(RoomId.parse("acme/standup"), new TrackId("tr_1"));
    private static final HexFormat HEX = HexFormat.of();

    private static Map<String, LinkFrame> controlFrames() {
        Map<String, LinkFrame> frames = new LinkedHashMap<>();
        frames.put(
                "demand",
                new Demand(
                        TRACK,
                        3,
                        List.of(new Demand.Encoding("q", 7), new Demand.Encoding("h", Demand.Encoding.NOT_WANTED)),
                        List.of(0x0102030405060708L)));
        frames.put(
                "demand-resumed",
                new Demand(
                        TRACK,
                        4,
                        List.of(new Demand.Encoding("q", 8)),
                        List.of(),
                        List.of(new Demand.Resume(0, 5, 0xABCD))));
        frames.put("demand-among", new Demand(TRACK, 5, List.of(new Demand.Encoding("", 9)), List.of(), List.of(), 7));
        frames.put("track-state", new TrackState(TRACK, 3, 0b011, 0b010, TrackState.Refusal.NONE));
        frames.put("track-state-refused", new TrackState(TRACK, 4, 0, 0, TrackState.Refusal.CYCLE));
        frames.put("key-frame-wanted", new KeyFrameWanted(7));
        frames.put("handshake-wanted", new HandshakeWanted());
        frames.put("sender-report", new SenderReportFrame(7, 0xE5A1B2C3D4E5F607L, 0x12345678));
        frames.put(
                "path",
                new PathReport(
                        7,
                        List.of(
                                new PathReport.Hop(NodeId.parse("eu/node-1"), 0, 0),
                                new PathReport.Hop(NodeId.parse("us/node-1"), 84_000, 12))));
        frames.put(
                "path-detailed",
                new PathReport(
                        7,
                        List.of(
                                new PathReport.Hop(NodeId.parse("eu/node-1"), 0, 0),
                                new PathReport.Hop(
                                        NodeId.parse("us/node-1"), 84_000, 12, 258, 61, ParentReason.SIBLING))));
        return frames;
    }

    private static Properties golden() throws Exception {
        Properties golden = new Properties();
        try (InputStream in = LinkGoldenTest.class.getResourceAsStream("/vectors/backbone-link-1.properties")) {
            golden.load(in);
        }
        return golden;
    }

    private static String hex(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return HEX.formatHex(bytes);
    }

    private static String media(boolean marker, int flags, MediaExtensions extensions, String payload) {
        ByteBuffer out = ByteBuffer.allocate(1500);
        byte[] bytes = payload.getBytes(US_ASCII);
        int end = MediaFrameWriter.write(
                out,
                0,
                7,
                (marker ? MediaFrame.FLAG_MARKER : 0) | flags,
                CodecId.VP8.number(),
                0xABCD,
                0x01020304,
                extensions,
                MediaFrameWriter.extensionBytes(extensions),
                ByteBuffer.wrap(bytes),
                0,
                bytes.length);
        return hex(out, end);
    }

    private static MediaExtensions extension(HeaderExtension which, int length) {
        ByteBuffer value = ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            value.put(i, (byte) (0x30 + i));
        }
        return new MediaExtensions() {
            @Override
            public ByteBuffer buffer() {
                return value;
            }

            @Override
            public int extensionLength(HeaderExtension extension) {
                return extension == which ? length : -1;
            }

            @Override
            public int extensionOffset(HeaderExtension extension) {
                return 0;
            }
        };
    }

    /** A datagram with a fixed time, fixed keys and these frames. */
    private static String sealed(Consumer<LinkSession> frames) {
        List<String> sent = new ArrayList<>();
        LinkSession session = new LinkSession(
                LinkRole.INITIATOR,
                LinkPipe.keys(1),
                0x0A0A0A0A,
                0x0B0B0B0B,
                (buffer, offset, length) -> sent.add(hex(buffer, length)),
                (LinkListener) new LinkPipe(1).a,
                0);
        frames.accept(session);
        session.onTick(50_000_000);
        return sent.getFirst();
    }

    /** What goes from one loop of a node to another, with a fixed time and these frames. */
    private static String plain(Consumer<LinkSession> frames) {
        List<String> sent = new ArrayList<>();
        LinkSession session = LinkSession.plain(
                0x0A0A0A0A,
                0x0B0B0B0B,
                (buffer, offset, length) -> sent.add(hex(buffer, length)),
                new LinkPipe(1).a,
                0);
        frames.accept(session);
        session.onTick(50_000_000);
        return sent.getFirst();
    }

    private static Map<String, String> written() {
        Map<String, String> written = new LinkedHashMap<>();
        controlFrames().forEach((name, frame) -> {
            ByteBuffer out = ByteBuffer.allocate(LinkFrame.MAX_BYTES);
            written.put(name, hex(out, LinkFrame.write(frame, out, 0)));
        });
        written.put("media", media(true, 5 << MediaFrame.EPOCH_SHIFT, MediaExtensions.NONE, "picture"));
        written.put(
                "media-level", media(false, MediaFrame.FLAG_REPEATED, extension(HeaderExtension.AUDIO_LEVEL, 1), "v"));
        written.put("media-long", media(false, 0, extension(HeaderExtension.DEPENDENCY_DESCRIPTOR, 20), "v"));
        written.put("media-never", media(false, 0, MediaExtensions.NONE, ""));
        ByteBuffer feedback = ByteBuffer.allocate(100);
        FeedbackFrame.write(feedback, 0, 1000, 0x11223344, 2500, 990, 123_456, 12_300, 5);
        FeedbackFrame.addRange(feedback, 0, 30, 1);
        FeedbackFrame.addRange(feedback, 0, 12, 4);
        written.put("feedback", hex(feedback, FeedbackFrame.FIXED_BYTES + 2 * FeedbackFrame.RANGE_BYTES));
        ByteBuffer repair = ByteBuffer.allocate(100);
        RepairFrame.writeHeader(repair, 0, 970, 300);
        written.put("repair-header", hex(repair, RepairFrame.HEADER_BYTES));
        RepairFrame.writeGone(repair, 0, 988, 4);
        written.put("gone", hex(repair, RepairFrame.GONE_BYTES));
        written.put("sealed-heartbeat", sealed(session -> {}));
        written.put("sealed-demand", sealed(session -> {
            assertThat(session.sendControl(new KeyFrameWanted(7), 50_000_000)).isTrue();
        }));
        written.put("plain-heartbeat", plain(session -> {}));
        written.put("plain-demand", plain(session -> {
            assertThat(session.sendControl(new KeyFrameWanted(7), 50_000_000)).isTrue();
        }));
        HandshakeDatagram handshakes = new HandshakeDatagram(List.of("0123456789abcdef".getBytes(US_ASCII)));
        written.put("handshake", HEX.formatHex(handshakes.wrap(0, 0x0A0A0A0A, "records".getBytes(US_ASCII))));
        return written;
    }

    @Test
    void shouldWriteTheGoldenBytes() throws Exception {
        Properties golden = golden();
        Map<String, String> written = written();
        assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(golden.stringPropertyNames());
        written.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(golden.getProperty(name)));
    }

    @Test
    void shouldReadTheGoldenControlFrames() throws Exception {
        Properties golden = golden();
        controlFrames().forEach((name, frame) -> {
            byte[] bytes = HEX.parseHex(golden.getProperty(name));
            LinkFrame read = LinkFrame.read(
                    bytes[0], ByteBuffer.wrap(bytes), LinkFrame.HEADER_BYTES, bytes.length - LinkFrame.HEADER_BYTES);
            assertThat(read).as(name).isEqualTo(frame);
        });
    }

    @Test
    void shouldReadTheGoldenMediaFrame() throws Exception {
        byte[] bytes = HEX.parseHex(golden().getProperty("media"));
        MediaFrame frame = new MediaFrame();
        assertThat(frame.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(frame.alias()).isEqualTo(7);
        assertThat(frame.marker()).isTrue();
        assertThat(frame.isRepeated()).isFalse();
        assertThat(frame.epoch()).isEqualTo(5);
        assertThat(frame.codec()).isEqualTo(CodecId.VP8);
        assertThat(frame.wireSeq()).isEqualTo(0xABCD);
        assertThat(frame.rtpTimestamp()).isEqualTo(0x01020304);
        assertThat(frame.payloadLength()).isEqualTo("picture".length());
    }

    @Test
    void shouldOpenTheGoldenDatagram() throws Exception {
        byte[] datagram = HEX.parseHex(golden().getProperty("sealed-demand"));
        List<LinkFrame> heard = new ArrayList<>();
        LinkListener listener = new LinkListener() {
            @Override
            public void onMedia(MediaFrame frame, long nowNanos) {}

            @Override
            public void onControl(LinkFrame frame, long nowNanos) {
                heard.add(frame);
            }
        };
        LinkSession session = new LinkSession(
                LinkRole.RESPONDER, LinkPipe.keys(1), 0x0B0B0B0B, 0x0A0A0A0A, (b, o, l) -> {}, listener, 0);
        assertThat(session.onDatagram(ByteBuffer.wrap(datagram), 0, datagram.length, 1))
                .isTrue();
        assertThat(heard).containsExactly(new KeyFrameWanted(7));
    }

    @Test
    void shouldTakeEachKindOfDatagramOnlyWhereItBelongs() throws Exception {
        byte[] sealed = HEX.parseHex(golden().getProperty("sealed-demand"));
        byte[] plain = HEX.parseHex(golden().getProperty("plain-demand"));
        assertThat(LinkDatagram.kindOf(ByteBuffer.wrap(plain), 0, plain.length)).isEqualTo(LinkDatagram.Kind.PLAIN);
        assertThat(LinkDatagram.kindOf(ByteBuffer.wrap(sealed), 0, sealed.length))
                .isEqualTo(LinkDatagram.Kind.SEALED);
        List<LinkFrame> heard = new ArrayList<>();
        LinkListener listener = new LinkListener() {
            @Override
            public void onMedia(MediaFrame frame, long nowNanos) {}

            @Override
            public void onControl(LinkFrame frame, long nowNanos) {
                heard.add(frame);
            }
        };
        LinkSession within = LinkSession.plain(0x0B0B0B0B, 0x0A0A0A0A, (b, o, l) -> {}, listener, 0);
        LinkSession another = LinkSession.plain(0x0C0C0C0C, 0x0A0A0A0A, (b, o, l) -> {}, listener, 0);
        LinkSession keyed = new LinkSession(
                LinkRole.RESPONDER, LinkPipe.keys(1), 0x0B0B0B0B, 0x0A0A0A0A, (b, o, l) -> {}, listener, 0);
        assertThat(within.onDatagram(ByteBuffer.wrap(sealed), 0, sealed.length, 1))
                .isFalse();
        assertThat(keyed.onDatagram(ByteBuffer.wrap(Arrays.copyOf(plain, 40)), 0, 40, 1))
                .isFalse();
        assertThat(another.onDatagram(ByteBuffer.wrap(plain), 0, plain.length, 1))
                .isFalse();
        assertThat(within.statistics().drops(LinkDrop.NO_LINK_DATAGRAM)).isEqualTo(1);
        assertThat(keyed.statistics().drops(LinkDrop.NO_LINK_DATAGRAM)).isEqualTo(1);
        assertThat(another.statistics().drops(LinkDrop.NOT_AUTHENTIC)).isEqualTo(1);
        assertThat(heard).isEmpty();

        assertThat(within.onDatagram(ByteBuffer.wrap(plain), 0, plain.length, 1))
                .isTrue();
        assertThat(within.onDatagram(ByteBuffer.wrap(plain), 0, plain.length, 1))
                .isFalse();
        assertThat(heard).containsExactly(new KeyFrameWanted(7));
    }

    @Test
    void shouldTakeOnlyHandshakesUnderAMeshKey() throws Exception {
        byte[] datagram = HEX.parseHex(golden().getProperty("handshake"));
        HandshakeDatagram rotated =
                new HandshakeDatagram(List.of("another".getBytes(US_ASCII), "0123456789abcdef".getBytes(US_ASCII)));
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        assertThat(LinkDatagram.kindOf(bytes, 0, datagram.length)).isEqualTo(LinkDatagram.Kind.HANDSHAKE);
        assertThat(rotated.check(bytes, 0, datagram.length)).isEqualTo(HandshakeDatagram.Verdict.AUTHENTIC);
        assertThat(HandshakeDatagram.sourceId(bytes, 0)).isEqualTo(0x0A0A0A0A);
        assertThat(HandshakeDatagram.destinationId(bytes, 0)).isZero();
        assertThat(HandshakeDatagram.records(bytes, 0, datagram.length)).isEqualTo("records".getBytes(US_ASCII));
        assertThat(new HandshakeDatagram(List.of("another".getBytes(US_ASCII))).check(bytes, 0, datagram.length))
                .isEqualTo(HandshakeDatagram.Verdict.NOT_AUTHENTIC);
        assertThat(rotated.check(bytes, 0, 26)).isEqualTo(HandshakeDatagram.Verdict.TRUNCATED);
        for (int at = 2; at < datagram.length; at++) {
            ByteBuffer changed = ByteBuffer.wrap(datagram.clone());
            changed.put(at, (byte) (changed.get(at) ^ 1));
            assertThat(rotated.check(changed, 0, datagram.length)).isEqualTo(HandshakeDatagram.Verdict.NOT_AUTHENTIC);
        }
        assertThat(rotated.check(ByteBuffer.wrap(datagram).put(1, (byte) 2), 0, datagram.length))
                .isEqualTo(HandshakeDatagram.Verdict.UNKNOWN_VERSION);
    }
}
