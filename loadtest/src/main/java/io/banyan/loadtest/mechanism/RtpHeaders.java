package io.banyan.loadtest.mechanism;

import io.banyan.protocol.payload.Vp8Descriptor;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import io.banyan.protocol.rtp.RtpView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The header of a packet of video as it comes, and as it is laid for a subscriber. */
@State(Scope.Thread)
public class RtpHeaders {
    private static final int ROOM_BYTES = 1_500;
    private static final int PAYLOAD_BYTES = 1_100;
    private static final int MID = 3;
    private static final int SEND_TIME = 2;
    private static final int TRANSPORT_CC = 5;
    private static final ByteBuffer NAME = ByteBuffer.wrap("12".getBytes(StandardCharsets.US_ASCII));

    private final ExtensionMap numbering = ExtensionMap.of(Map.of(
            MID, HeaderExtension.MID,
            SEND_TIME, HeaderExtension.ABS_SEND_TIME,
            TRANSPORT_CC, HeaderExtension.TRANSPORT_CC));
    private final ExtensionWriter extensions = new ExtensionWriter();
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final ByteBuffer packet = ByteBuffer.allocate(ROOM_BYTES);
    private final RtpView view = new RtpView();
    private final HeaderExtensions found = new HeaderExtensions();
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private int headerBytes;
    private int seq;

    /** A header to read. */
    @Setup
    public void lay() {
        headerBytes = write();
    }

    @Benchmark
    public int write() {
        extensions.reset();
        extensions.add(numbering.idOf(HeaderExtension.MID), NAME, 0, NAME.capacity());
        extensions.add(numbering.idOf(HeaderExtension.ABS_SEND_TIME), seq, 3);
        extensions.add(numbering.idOf(HeaderExtension.TRANSPORT_CC), seq, 2);
        header.payloadType(96)
                .marker(true)
                .padding(false)
                .wireSeq(seq++ & 0xffff)
                .timestamp(seq)
                .ssrc(7)
                .noCsrcs()
                .csrc(8);
        return header.write(packet, 0, extensions);
    }

    @Benchmark
    public int read() {
        int sum = view.wrap(packet, 0, headerBytes + PAYLOAD_BYTES) ? view.wireSeq() : 0;
        found.reset(view);
        while (found.next()) {
            sum += found.id() + found.valueLength();
        }
        return vp8.read(packet, view.payloadOffset(), view.payloadLength()) ? sum + vp8.length() : sum;
    }
}
