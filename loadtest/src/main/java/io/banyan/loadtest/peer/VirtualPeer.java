package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtp.MediaKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a peer does with media, without socket and signalling: for simulations, which move its time and carry its packets.
 * Its payload types and extension ids are those of a peer's offer. Not thread-safe.
 */
public final class VirtualPeer {
    private final List<MediaSource> sources = new ArrayList<>();
    private final List<AnsweredSlot> slots = new ArrayList<>();
    private final SplittableRandom random;
    private PeerMedia media;

    public VirtualPeer(long seed) {
        random = new SplittableRandom(seed);
        media = new PeerMedia(sources, slots, () -> {}, Long.MAX_VALUE / 2, () -> {}, 0);
    }

    /** Sends sound on that m-line. */
    public VirtualPeer withMicrophone(String mid, int track, long nowNanos) {
        StreamIds ids = new StreamIds(mid, "", PeerNumbers.OPUS, random.nextInt() | 1, 0, 0);
        sources.add(new AudioSource(ids, track, random, nowNanos));
        return this;
    }

    /** Sends video on that m-line. */
    public VirtualPeer withCamera(String mid, VideoSettings settings, int track, long nowNanos) {
        List<StreamIds> streams = new ArrayList<>();
        for (VideoSettings.Encoding encoding : settings.encodings()) {
            streams.add(new StreamIds(
                    mid,
                    settings.isSimulcast() ? encoding.rid() : "",
                    PeerNumbers.VP8,
                    random.nextInt() | 1,
                    PeerNumbers.VP8_RTX,
                    random.nextInt() | 1));
        }
        sources.add(new VideoSource(settings, streams, track, random, nowNanos));
        return this;
    }

    /** Receives on a slot. */
    public VirtualPeer withSlot(String mid, MediaKind kind, int ssrc, int rtxSsrc) {
        slots.add(new AnsweredSlot(mid, kind, mid, ssrc, rtxSsrc));
        return this;
    }

    /** From now on it sends. */
    public void connect(MediaLink link, long nowNanos) {
        media = new PeerMedia(sources, slots, () -> {}, Long.MAX_VALUE / 2, () -> {}, nowNanos);
        media.attach(link);
        media.onConnected(nowNanos);
    }

    public void onRtp(byte[] packet, long nowNanos) {
        media.onRtp(ByteBuffer.wrap(packet), packet.length, nowNanos);
    }

    public void onRtcp(RtcpPacket packet, long nowNanos) {
        media.onRtcp(packet, nowNanos);
    }

    /** Does what is due; each millisecond or so. */
    public void onTick(long nowNanos) {
        media.onTick(nowNanos);
    }

    /** The longest freezes and gaps are of what follows. */
    public void forgetLongest() {
        media.forgetLongest();
    }

    public PeerStats stats() {
        return media.stats();
    }
}
