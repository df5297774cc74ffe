package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;

/** A {@link ReportBlock} where it stands in a datagram. Reusable; owned by one thread; valid until the buffer changes. */
public final class ReportBlockView {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(ReportBlock.BYTES);

    private ByteBuffer buffer = NOTHING;
    private int offset;

    ReportBlockView wrap(ByteBuffer newBuffer, int newOffset) {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    /** The source that is reported on. */
    public int ssrc() {
        return buffer.getInt(offset);
    }

    /** See {@link ReportBlock#cumulativeLost}. */
    public int cumulativeLost() {
        return (buffer.getInt(offset + 4) << 8) >> 8;
    }

    /** See {@link ReportBlock#jitterTicks}. */
    public int jitterTicks() {
        return buffer.getInt(offset + 12);
    }

    /** See {@link ReportBlock#rttNanos}. */
    public long rttNanos(long arrivalNtp) {
        return ReportBlock.rttNanos(buffer.getInt(offset + 16), buffer.getInt(offset + 20), arrivalNtp);
    }
}
