package io.banyan.node.media.sim;

import io.banyan.protocol.rtcp.FullIntraRequest;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** One encoding as a browser would send it: packets with every extension, retransmissions, key frames when asked. */
public final class MediaSource {
    public static final int AUDIO_LEVEL = 0x85;

    private static final int RTX_OFFSET = 1;

    private final TestPeer peer;
    private final boolean isVideo;
    private final String rid;
    private final int ssrc;
    private final SplittableRandom random;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final ExtensionWriter extensions = new ExtensionWriter();
    /** Payloads by sequence number. */
    private final Map<Integer, byte[]> payloads = new HashMap<>();

    private final Map<Integer, Integer> timestamps = new HashMap<>();
    private final List<byte[]> order = new ArrayList<>();
    /** When each of them was made. */
    private final List<Long> times = new ArrayList<>();

    private final int timestampBase;
    private int nextSeq = 65_500;
    private int nextRtxSeq = 10;
    private int pictureId = 32_700;
    private int tl0 = 250;
    private boolean wantsKeyframe = true;
    private int keyframes;
    private int keyframeRequests;
    private int retransmissions;
    private int audioLevel = AUDIO_LEVEL;

    /**
     * @param rid empty: none
     * @param ssrc of the media; one more is that of retransmissions
     */
    public MediaSource(TestPeer peer, boolean isVideo, String rid, int ssrc, long seed) {
        this.peer = peer;
        this.isVideo = isVideo;
        this.rid = rid;
        this.ssrc = ssrc;
        random = new SplittableRandom(seed);
        timestampBase = random.nextInt();
    }

    /** What the packets of sound say from now on (RFC 6464). */
    public void setAudioLevel(int value) {
        audioLevel = value;
    }

    /** Sends the frame of this moment: video at 90 kHz in some packets, audio at 48 kHz in one. */
    public void sendFrame(long nowNanos) {
        boolean isKeyframe = wantsKeyframe && isVideo;
        wantsKeyframe = false;
        keyframes += isKeyframe ? 1 : 0;
        int packets = !isVideo ? 1 : isKeyframe ? 6 : 2;
        int timestamp = timestamp(nowNanos);
        for (int i = 0; i < packets; i++) {
            byte[] payload = isVideo ? vp8(isKeyframe, i == 0) : opus();
            payloads.put(nextSeq, payload);
            timestamps.put(nextSeq, timestamp);
            order.add(payload);
            times.add(nowNanos);
            peer.sendRtp(packet(nextSeq, timestamp, payload, i == packets - 1 && isVideo));
            nextSeq = (nextSeq + 1) & 0xFFFF;
        }
        pictureId = (pictureId + 1) & 0x7FFF;
        tl0 = (tl0 + 1) & 0xFF;
    }

    /** Sends a packet of padding, as clients probe for bandwidth: it uses up a number and carries nothing. */
    public void sendPadding(long nowNanos) {
        header.padding(true);
        byte[] padding = new byte[200];
        padding[199] = (byte) 200;
        peer.sendRtp(packet(nextSeq, timestamp(nowNanos), padding, false));
        nextSeq = (nextSeq + 1) & 0xFFFF;
        header.padding(false);
    }

    public void sendReport(long nowNanos) {
        peer.sendRtcp(new SenderReport(
                ssrc, NtpTime.fromUnixNanos(nowNanos), timestamp(nowNanos), order.size(), 0, List.of()));
    }

    public void onRtcp(RtcpPacket packet) {
        switch (packet) {
            case GenericNack nack
            when nack.mediaSsrc() == ssrc -> nack.wireSeqs().forEach(this::resend);
            case PictureLossIndication loss when loss.mediaSsrc() == ssrc -> onKeyframeWanted();
            case FullIntraRequest request
            when request.entries().stream().anyMatch(entry -> entry.ssrc() == ssrc) -> onKeyframeWanted();
            default -> {}
        }
    }

    public void onKeyframeWanted() {
        keyframeRequests++;
        wantsKeyframe = true;
    }

    /** Every payload, in the order of sending. */
    public List<byte[]> sent() {
        return order;
    }

    /** When a payload was captured of which this is the end. */
    public long capturedNanos(byte[] end) {
        for (int i = order.size() - 1; i >= 0; i--) {
            byte[] payload = order.get(i);
            if (payload.length >= end.length
                    && Arrays.equals(payload, payload.length - end.length, payload.length, end, 0, end.length)) {
                return times.get(i);
            }
        }
        throw new NoSuchElementException("was never sent");
    }

    public int ssrc() {
        return ssrc;
    }

    public int keyframes() {
        return keyframes;
    }

    public int keyframeRequests() {
        return keyframeRequests;
    }

    public int retransmissions() {
        return retransmissions;
    }

    private void resend(int wireSeq) {
        byte[] payload = payloads.get(wireSeq);
        if (payload == null) {
            return;
        }
        retransmissions++;
        byte[] rtx = new byte[payload.length + 2];
        rtx[0] = (byte) (wireSeq >> 8);
        rtx[1] = (byte) wireSeq;
        System.arraycopy(payload, 0, rtx, 2, payload.length);
        extensions(true);
        header.payloadType(Lines.PUBLISHER_RTX)
                .wireSeq(nextRtxSeq++)
                .timestamp(timestamps.getOrDefault(wireSeq, 0))
                .ssrc(ssrc + RTX_OFFSET)
                .marker(false);
        peer.sendRtp(join(rtx));
    }

    private byte[] packet(int wireSeq, int timestamp, byte[] payload, boolean marker) {
        extensions(false);
        header.payloadType(isVideo ? Lines.PUBLISHER_VP8 : Lines.PUBLISHER_OPUS)
                .wireSeq(wireSeq)
                .timestamp(timestamp)
                .ssrc(ssrc)
                .marker(marker);
        return join(payload);
    }

    private byte[] join(byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(1_400);
        int bytes = header.write(out, 0, extensions);
        out.put(bytes, payload);
        byte[] packet = new byte[bytes + payload.length];
        out.get(0, packet);
        return packet;
    }

    private void extensions(boolean isRtx) {
        extensions.reset();
        text(HeaderExtension.MID, isVideo ? Lines.VIDEO : Lines.AUDIO);
        if (!rid.isEmpty()) {
            text(isRtx ? HeaderExtension.REPAIRED_RID : HeaderExtension.RID, rid);
        }
        if (!isVideo) {
            extensions.add(Lines.PUBLISHER_EXTENSIONS.idOf(HeaderExtension.AUDIO_LEVEL), audioLevel, 1);
        }
        extensions.add(Lines.PUBLISHER_EXTENSIONS.idOf(HeaderExtension.ABS_SEND_TIME), 0x123456, 3);
        extensions.add(Lines.PUBLISHER_EXTENSIONS.idOf(HeaderExtension.TRANSPORT_CC), peer.nextTransportSeq(), 2);
    }

    private void text(HeaderExtension extension, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        extensions.add(Lines.PUBLISHER_EXTENSIONS.idOf(extension), ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private int timestamp(long nowNanos) {
        long rate = isVideo ? 90_000 : 48_000;
        return timestampBase + (int) (nowNanos / 1_000_000 * rate / 1_000);
    }

    private byte[] opus() {
        byte[] payload = new byte[80];
        random.nextBytes(payload);
        return payload;
    }

    /** Descriptor with 15-bit picture id, TL0PICIDX and TID (RFC 7741 §4.2), frame header in the first packet. */
    private byte[] vp8(boolean isKeyframe, boolean isFirst) {
        byte[] payload = new byte[900 + random.nextInt(150)];
        random.nextBytes(payload);
        payload[0] = (byte) (0x80 | (isFirst ? 0x10 : 0));
        payload[1] = (byte) 0xE0;
        payload[2] = (byte) (0x80 | pictureId >> 8);
        payload[3] = (byte) pictureId;
        payload[4] = (byte) tl0;
        payload[5] = 0x20;
        if (isFirst) {
            payload[6] = (byte) (isKeyframe ? 0x10 : 0x11);
            if (isKeyframe) {
                byte[] start = {(byte) 0x9D, 0x01, 0x2A, (byte) 0x80, 0x02, (byte) 0xE0, 0x01};
                System.arraycopy(start, 0, payload, 9, start.length);
            }
        }
        return payload;
    }
}
