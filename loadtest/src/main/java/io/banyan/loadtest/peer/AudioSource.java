package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtp.AudioLevel;
import io.banyan.protocol.rtp.RtpClock;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sound as far as packets show it: 50 a second, each of 20 ms at 32 kbit/s, with its level. */
final class AudioSource implements MediaSource {
    private static final long PACKET_NANOS = 20_000_000;
    private static final int PAYLOAD_BYTES = 80;
    /** A voice at a usual distance. */
    private static final int LEVEL = AudioLevel.encode(25, true);
    /** While nobody speaks, Opus sends a packet of a byte or two each 400 ms. */
    private static final int SILENCE_PACKETS = 20;

    private static final int SILENCE = AudioLevel.encode(127, false);
    /** After a stall of this machine the sound goes on, instead of all that was missed at once. */
    private static final long MAX_LATE_NANOS = 200_000_000;

    private static final int KEPT_PACKETS = 64;
    private static final RtpClock CLOCK = new RtpClock(PeerNumbers.AUDIO_CLOCK);

    private final OutgoingStream stream;
    private final int track;
    private final int firstTimestamp;
    private final long startNanos;
    private long dueNanos;
    private int counter;
    private boolean isMuted;
    private boolean isSpeaking = true;
    private long moments;

    AudioSource(StreamIds ids, int track, RandomGenerator random, long startNanos) {
        this.stream = new OutgoingStream(ids, KEPT_PACKETS, random);
        this.track = track;
        this.firstTimestamp = random.nextInt();
        this.startNanos = startNanos;
        this.dueNanos = startNanos;
    }

    @Override
    public void poll(PacketOutput out, long nowNanos) {
        dueNanos = Pace.afterStall(dueNanos, nowNanos, PACKET_NANOS, MAX_LATE_NANOS);
        for (; dueNanos <= nowNanos; dueNanos += PACKET_NANOS) {
            boolean isDue = isSpeaking || moments++ % SILENCE_PACKETS == 0;
            if (!isMuted && isDue) {
                SyntheticPayload.write(
                        stream.payload(), stream.payloadOffset(), PAYLOAD_BYTES, track, 0, counter++, nowNanos);
                stream.send(PAYLOAD_BYTES, timestamp(dueNanos), false, isSpeaking ? LEVEL : SILENCE, out, nowNanos);
            }
        }
    }

    @Override
    public void onNack(int ssrc, List<Integer> wireSeqs, PacketOutput out, long nowNanos) {
        // Sound is offered without retransmission.
    }

    @Override
    public void onKeyframeRequest(int ssrc) {
        // Sound has none.
    }

    @Override
    public void onKeyframeRequest(String rid) {
        // Sound has none.
    }

    @Override
    public void collectReports(long ntp, long nowNanos, List<RtcpPacket> out) {
        out.add(stream.report(ntp, timestamp(nowNanos)));
    }

    @Override
    public void setMuted(boolean muted) {
        isMuted = muted;
    }

    @Override
    public void setSpeaking(boolean speaking) {
        isSpeaking = speaking;
    }

    @Override
    public SourceStats stats() {
        return new SourceStats(stream.ids().mid(), stream.packetCount(), 0, stream.packetCount(), 0);
    }

    private int timestamp(long nanos) {
        return firstTimestamp + (int) CLOCK.toTicks(nanos - startNanos);
    }
}
