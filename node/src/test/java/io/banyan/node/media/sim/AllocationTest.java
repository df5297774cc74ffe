package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loop makes for the collector while packets flow, without the ciphers' share. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MILLI = CallSim.MILLI;
    private static final int VIEWERS = 20;
    private static final int PACKETS = 6_000;
    private static final int VIDEO_SSRC = 77;

    private static final int AUDIO_SSRC = 78;

    private final CallSim sim = new CallSim(1, NullCipher::ends);
    private final SimCall call = new SimCall(sim, List.of(), true);
    private final Source video = new Source(Lines.VIDEO, Lines.PUBLISHER_VP8, VIDEO_SSRC, 900);
    private final Source audio = new Source(Lines.AUDIO, Lines.PUBLISHER_OPUS, AUDIO_SSRC, 96);
    private int transportSeq;

    @Test
    void shouldMakeNothingForAForwardedPacket() {
        assertThat(bytesPerPacket(0)).isLessThan(1);
    }

    /** Every 10 ms for each peer, feedback ten times a second, and a snapshot of all legs each second. */
    @Test
    void shouldMakeLittleForTicksFeedbackAndSnapshots() {
        assertThat(bytesPerPacket(10)).isLessThan(8);
    }

    private double bytesPerPacket(int millisBetweenTicks) {
        for (int i = 0; i < VIEWERS; i++) {
            call.addViewer();
        }
        sim.connect();
        sim.first().port.mute();
        send(PACKETS, millisBetweenTicks);
        long sentBefore = sim.first().port.committed();
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        send(PACKETS, millisBetweenTicks);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        long sent = sim.first().port.committed() - sentBefore;
        assertThat(sent).isGreaterThan((long) PACKETS * VIEWERS * 9 / 10);
        return (double) bytes / sent;
    }

    /** One packet each millisecond, every fifth of audio. */
    private void send(int packets, int millisBetweenTicks) {
        for (int i = 0; i < packets; i++) {
            sim.skip(MILLI);
            (i % 5 == 0 ? audio : video).send(sim.now());
            if (millisBetweenTicks > 0 && i % millisBetweenTicks == 0) {
                sim.first().port.run(sim.now());
            }
        }
    }

    /** Packets of one form, of which only numbers change. */
    private final class Source {
        private final ByteBuffer packet = ByteBuffer.allocate(1_500);
        private final InetSocketAddress from = call.publisher.address();
        private final int length;
        private final int payload;
        private final int transportSeqAt;
        private final boolean isVideo;
        private int seq = 100;
        private int timestamp = 5_000;

        Source(String mid, int payloadType, int ssrc, int payloadBytes) {
            isVideo = payloadType == Lines.PUBLISHER_VP8;
            ExtensionWriter extensions = new ExtensionWriter();
            byte[] name = mid.getBytes(StandardCharsets.US_ASCII);
            extensions.add(Lines.PUBLISHER_EXTENSIONS.idOf(HeaderExtension.MID), ByteBuffer.wrap(name), 0, name.length);
            int id = Lines.PUBLISHER_EXTENSIONS.idOf(HeaderExtension.TRANSPORT_CC);
            extensions.add(id, 0, 2);
            payload = new RtpHeaderWriter()
                    .noCsrcs()
                    .payloadType(payloadType)
                    .ssrc(ssrc)
                    .marker(isVideo)
                    .write(packet, 0, extensions);
            transportSeqAt = payload - extensions.blockBytes() + extensions.valuePositionOf(id);
            length = payload + payloadBytes + NullCipher.TAG_BYTES;
            packet.put(payload, new byte[] {
                (byte) 0x90, (byte) 0xE0, (byte) 0x80, 0, 0, 0x20, 0x10, 0, 0, (byte) 0x9D, 0x01, 0x2A, (byte) 0x80, 2
            });
        }

        void send(long nowNanos) {
            if (isVideo) {
                // The first is a key frame, and one now and then: nobody answers requests here.
                packet.put(payload + 6, (byte) (seq % 1_000 == 100 ? 0x10 : 0x11));
                packet.putShort(payload + 2, (short) (0x8000 | (seq & 0x7FFF)));
            }
            packet.putShort(2, (short) seq++);
            packet.putInt(4, timestamp);
            timestamp += isVideo ? 112 : 240;
            packet.putShort(transportSeqAt, (short) transportSeq++);
            sim.first().port.deliver(packet, length, from, nowNanos);
        }
    }
}
