package io.banyan.protocol.link;

import org.jspecify.annotations.Nullable;

/**
 * Parent to child: what the publisher's sender report said (RFC 3550 §6.4.1).
 *
 * @param alias of the encoding, 1 to 65535
 * @param ntp 32.32 fixed-point seconds since 1900
 * @param rtpTimestamp the same instant in ticks of the encoding's clock, 32 bits
 */
public record SenderReportFrame(int alias, long ntp, int rtpTimestamp) implements LinkFrame {
    public SenderReportFrame {
        if (alias < 1 || alias > 0xFFFF) {
            throw new IllegalArgumentException("an alias is 1 to 65535");
        }
    }

    @Override
    public boolean isReliable() {
        return false;
    }

    void write(WireWriter out) {
        out.u16(alias).u64(ntp).u32(rtpTimestamp);
    }

    static @Nullable SenderReportFrame read(WireReader in) {
        int alias = in.u16();
        long ntp = in.u64();
        int rtpTimestamp = in.u32();
        return alias == 0 || !in.isWhole() ? null : new SenderReportFrame(alias, ntp, rtpTimestamp);
    }
}
