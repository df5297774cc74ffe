package io.banyan.node.media.testing;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.forward.Departures;
import io.banyan.node.media.forward.HeldBack;
import io.banyan.node.media.forward.PacketOutput;
import io.banyan.node.media.forward.SlotPair;
import io.banyan.node.media.forward.SlotSettings;
import io.banyan.node.media.forward.SlotStream;
import io.banyan.node.media.forward.TrackForwarder;
import io.banyan.node.media.forward.Workbench;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.send.Pacer;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One slot of a subscriber, and what it was sent. */
public final class TestSubscriber implements PacketOutput {
    public static final int SSRC = 0x51075107;
    public static final int RTX_SSRC = 0x51075108;
    public static final int OPUS = 109;
    public static final int RED = 110;
    public static final int VP8 = 120;
    public static final int VP8_RTX = 124;
    public static final int VP9 = 121;
    public static final int AV1 = 122;
    public static final int MID_ID = 3;
    public static final int ABS_SEND_TIME_ID = 5;
    public static final int TRANSPORT_CC_ID = 7;
    public static final int AUDIO_LEVEL_ID = 2;
    public static final int DEPENDENCY_DESCRIPTOR_ID = 9;
    public static final String MID = "17";

    public static final PayloadTypeMap PAYLOAD_TYPES = PayloadTypeMap.builder()
            .codec(OPUS, CodecId.OPUS)
            .codec(VP8, CodecId.VP8)
            .rtx(VP8_RTX, VP8)
            .codec(VP9, CodecId.VP9_P0)
            .codec(AV1, CodecId.AV1)
            .build();

    /** Of one who takes redundant audio, too. */
    public static final PayloadTypeMap WITH_REDUNDANCY = PayloadTypeMap.builder()
            .codec(OPUS, CodecId.OPUS)
            .codec(RED, CodecId.RED)
            .build();

    public static final ExtensionMap EXTENSIONS = ExtensionMap.of(Map.of(
            MID_ID, HeaderExtension.MID,
            ABS_SEND_TIME_ID, HeaderExtension.ABS_SEND_TIME,
            TRANSPORT_CC_ID, HeaderExtension.TRANSPORT_CC,
            AUDIO_LEVEL_ID, HeaderExtension.AUDIO_LEVEL,
            DEPENDENCY_DESCRIPTOR_ID, HeaderExtension.DEPENDENCY_DESCRIPTOR));

    public final DropCounters drops = new DropCounters();
    public final List<SentPacket> sent = new ArrayList<>();
    public final Pacer pacer = new Pacer();
    public final HeldBack heldBack = new HeldBack();
    public final Departures departures = new Departures(this, pacer, drops, heldBack);
    public final SlotStream stream;
    private final Workbench workbench = new Workbench();
    private int transportSeq;

    public TestSubscriber(MediaKind kind) {
        this(kind, 0, 1);
    }

    public TestSubscriber(MediaKind kind, long unixOffsetNanos, long seed) {
        this(kind, new SlotPair(), unixOffsetNanos, seed);
    }

    /**
     * A slot whose node's clock is so far from 1970.
     *
     * @param seed of its first numbers
     */
    public TestSubscriber(MediaKind kind, SlotPair pair, long unixOffsetNanos, long seed) {
        this(kind, PAYLOAD_TYPES, pair, unixOffsetNanos, seed);
    }

    /** A slot that was negotiated with these payload types. */
    public TestSubscriber(MediaKind kind, PayloadTypeMap payloadTypes) {
        this(kind, payloadTypes, new SlotPair(), 0, 1);
    }

    private TestSubscriber(
            MediaKind kind, PayloadTypeMap payloadTypes, SlotPair pair, long unixOffsetNanos, long seed) {
        SlotSettings settings = new SlotSettings(kind, MID, SSRC, RTX_SSRC, payloadTypes, EXTENSIONS);
        stream = new SlotStream(settings, pair, departures, drops, unixOffsetNanos, new SplittableRandom(seed), 0);
    }

    /** Points the slot at a track. */
    public TrackForwarder show(TrackReceiver track, int csrc, SlotWish wish, long nowNanos) {
        TrackForwarder forwarder = new TrackForwarder(track, csrc, 1280, 720, false, wish, stream, drops);
        forwarder.open(nowNanos);
        return forwarder;
    }

    public TrackForwarder show(TrackReceiver track, int csrc, long nowNanos) {
        return show(track, csrc, SlotWish.BEST, nowNanos);
    }

    @Override
    public Workbench workbench() {
        return workbench;
    }

    @Override
    public int numberPacket(int packetBytes, long nowNanos) {
        return transportSeq++ & 0xffff;
    }

    @Override
    public void send(
            ByteBuffer header,
            int headerLength,
            ByteBuffer payload,
            int payloadOffset,
            int payloadLength,
            long nowNanos) {
        byte[] bytes = new byte[headerLength + payloadLength];
        header.get(0, bytes, 0, headerLength);
        payload.get(payloadOffset, bytes, headerLength, payloadLength);
        sent.add(new SentPacket(bytes, nowNanos));
    }

    public SentPacket last() {
        return sent.getLast();
    }
}
