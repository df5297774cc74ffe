package io.banyan.loadtest.mechanism;

import io.banyan.protocol.rtcp.CompoundReader;
import io.banyan.protocol.rtcp.CompoundWriter;
import io.banyan.protocol.rtcp.ReceiverReport;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.ReportBlockView;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.RtcpScanner;
import io.banyan.protocol.rtcp.SourceDescription;
import io.banyan.protocol.rtcp.TransportFeedback;
import io.banyan.protocol.rtcp.TransportFeedbackBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a subscriber says: a report on two streams, and when 25 packets arrived, one of them lost. */
@State(Scope.Thread)
public class RtcpDatagrams {
    private static final int MAX_BYTES = 1_100;
    private static final int PACKETS = 25;
    private static final int LOST = 7;
    private static final long APART_NANOS = 4_000_000;

    private final ByteBuffer datagram = ByteBuffer.allocate(MAX_BYTES);
    private final int bytes = CompoundWriter.write(packets(), datagram, 0);
    private final RtcpScanner scanner = new RtcpScanner();
    private final Sum sum = new Sum();

    private static List<RtcpPacket> packets() {
        TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder(1, MAX_BYTES);
        for (int seq = 0; seq < PACKETS; seq++) {
            if (seq != LOST) {
                arrivals.add(seq, seq * APART_NANOS);
            }
        }
        List<RtcpPacket> packets = new ArrayList<>();
        packets.add(new ReceiverReport(
                1, List.of(new ReportBlock(2, 0, 0, 9, 9, 9, 9), new ReportBlock(3, 0, 0, 9, 9, 9, 9))));
        packets.add(SourceDescription.of(1, "cname"));
        packets.addAll(arrivals.build());
        return packets;
    }

    /** As a loop reads it. */
    @Benchmark
    public long scan() {
        scanner.scan(datagram, 0, bytes, sum, 1);
        return sum.value;
    }

    /** With an object for each packet. */
    @Benchmark
    public List<RtcpPacket> read() {
        return CompoundReader.read(datagram, 0, bytes);
    }

    private static final class Sum implements RtcpScanner.Handler {
        private long value;

        @Override
        public void onSenderReport(int ssrc, long ntp, int rtpTimestamp, long nowNanos) {
            value += ntp;
        }

        @Override
        public void onReportBlock(ReportBlockView block, long nowNanos) {
            value += block.ssrc() + block.jitterTicks();
        }

        @Override
        public void onTransportFeedback(TransportFeedback arrivals, long nowNanos) {
            for (int i = 0; i < arrivals.receivedCount(); i++) {
                value += arrivals.deltaTicksAt(i);
            }
        }

        @Override
        public void onRequest(RtcpPacket request, long nowNanos) {
            value++;
        }
    }
}
