package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams that have ended (RFC 3550 §6.6). A reason is neither read nor written.
 *
 * @param ssrcs at most 31
 */
public record Goodbye(List<Integer> ssrcs) implements RtcpPacket {
    public Goodbye {
        ssrcs = List.copyOf(ssrcs);
        RtcpHeader.checkCount(ssrcs.size());
    }

    static @Nullable Goodbye read(ByteBuffer buffer, int offset, int length, int count) {
        if (length < RtcpHeader.BYTES + 4 * count) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(buffer.getInt(offset + RtcpHeader.BYTES + 4 * i));
        }
        return new Goodbye(ssrcs);
    }

    int packetBytes() {
        return RtcpHeader.BYTES + 4 * ssrcs.size();
    }

    void write(ByteBuffer out, int offset) {
        RtcpHeader.write(out, offset, ssrcs.size(), RtcpHeader.GOODBYE, packetBytes());
        for (int i = 0; i < ssrcs.size(); i++) {
            out.putInt(offset + RtcpHeader.BYTES + 4 * i, ssrcs.get(i));
        }
    }
}
