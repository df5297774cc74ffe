package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtp.RtpClock;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A camera as far as packets show it: the same moments in all encodings. */
final class VideoSource implements MediaSource {
    private static final long MAX_LATE_NANOS = 200_000_000;
    private static final RtpClock CLOCK = new RtpClock(PeerNumbers.VIDEO_CLOCK);

    private final List<EncodingSource> encodings = new ArrayList<>();
    private final String mid;
    private final long frameNanos;
    private final int firstTimestamp;
    private final long startNanos;
    private long dueNanos;
    private boolean isMuted;

    /** @param streams one for each of the settings' encodings, in their order */
    VideoSource(VideoSettings settings, List<StreamIds> streams, int track, RandomGenerator random, long startNanos) {
        this.mid = streams.getFirst().mid();
        this.frameNanos = 1_000_000_000L / settings.frameRate();
        this.firstTimestamp = random.nextInt();
        this.startNanos = startNanos;
        this.dueNanos = startNanos;
        for (int i = 0; i < streams.size(); i++) {
            int shift = streams.size() - 1 - i;
            encodings.add(new EncodingSource(
                    streams.get(i),
                    track,
                    i,
                    settings.encodings().get(i),
                    settings.frameRate(),
                    settings.spread(),
                    settings.width() >> shift,
                    settings.height() >> shift,
                    random));
        }
    }

    @Override
    public void poll(PacketOutput out, long nowNanos) {
        dueNanos = Pace.afterStall(dueNanos, nowNanos, frameNanos, MAX_LATE_NANOS);
        for (; dueNanos <= nowNanos; dueNanos += frameNanos) {
            if (!isMuted) {
                for (EncodingSource encoding : encodings) {
                    encoding.sendFrame(timestamp(dueNanos), out, nowNanos);
                }
            }
        }
    }

    @Override
    public void onNack(int ssrc, List<Integer> wireSeqs, PacketOutput out, long nowNanos) {
        for (EncodingSource encoding : encodings) {
            if (encoding.stream().ids().ssrc() == ssrc) {
                encoding.stream().resend(wireSeqs, out, nowNanos);
            }
        }
    }

    @Override
    public void onKeyframeRequest(int ssrc) {
        for (EncodingSource encoding : encodings) {
            if (encoding.stream().ids().ssrc() == ssrc) {
                encoding.requestKeyFrame();
            }
        }
    }

    @Override
    public void onKeyframeRequest(String rid) {
        for (EncodingSource encoding : encodings) {
            if (encoding.stream().ids().rid().equals(rid)) {
                encoding.requestKeyFrame();
            }
        }
    }

    @Override
    public void collectReports(long ntp, long nowNanos, List<RtcpPacket> out) {
        for (EncodingSource encoding : encodings) {
            out.add(encoding.stream().report(ntp, timestamp(nowNanos)));
        }
    }

    @Override
    public void setMuted(boolean muted) {
        if (isMuted && !muted) {
            encodings.forEach(EncodingSource::requestKeyFrame);
        }
        isMuted = muted;
    }

    @Override
    public SourceStats stats() {
        long packets = 0;
        long resent = 0;
        long keyFrames = 0;
        for (EncodingSource encoding : encodings) {
            packets += encoding.stream().packetCount();
            resent += encoding.stream().resentCount();
            keyFrames += encoding.keyFrames();
        }
        return new SourceStats(mid, packets, resent, encodings.getFirst().frames(), keyFrames);
    }

    private int timestamp(long nanos) {
        return firstTimestamp + (int) CLOCK.toTicks(nanos - startNanos);
    }
}
