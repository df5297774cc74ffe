package io.banyan.node.media.testing;

import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpView;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A packet that a slot has sent, read again. */
public final class SentPacket {
    private final byte[] bytes;
    private final long atNanos;

    SentPacket(byte[] bytes, long atNanos) {
        this.bytes = bytes;
        this.atNanos = atNanos;
    }

    public long atNanos() {
        return atNanos;
    }

    public RtpView view() {
        RtpView view = new RtpView();
        if (!view.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)) {
            throw new IllegalStateException("sent no RTP packet");
        }
        return view;
    }

    public int wireSeq() {
        return view().wireSeq();
    }

    public int timestamp() {
        return view().timestamp();
    }

    public int ssrc() {
        return view().ssrc();
    }

    public byte[] payload() {
        RtpView view = view();
        return Arrays.copyOfRange(bytes, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    }

    /** Empty if the packet does not have it. */
    public byte[] extension(int id) {
        HeaderExtensions extensions = new HeaderExtensions();
        return extensions.find(view(), id)
                ? Arrays.copyOfRange(
                        bytes, extensions.valueOffset(), extensions.valueOffset() + extensions.valueLength())
                : new byte[0];
    }
}
