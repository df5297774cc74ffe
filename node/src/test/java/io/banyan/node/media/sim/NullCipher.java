package io.banyan.node.media.sim;

import io.banyan.node.media.transport.SrtpEnds;
import io.banyan.protocol.srtp.SrtpCipher;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;
import java.nio.ByteBuffer;

/** Seals and opens nothing, and makes nothing: a tag is 16 bytes of whatever. */
final class NullCipher implements SrtpCipher {
    static final int TAG_BYTES = 16;

    private static final int RTCP_WORD_BYTES = 4;

    static SrtpEnds ends(SrtpKeyMaterial keys) {
        return new SrtpEnds(
                "NULL",
                new SrtpSender(keys.profile(), new NullCipher()),
                new SrtpReceiver(keys.profile(), new NullCipher(), SrtpReceiver.MAX_SOURCES));
    }

    @Override
    public int sealRtp(
            long index,
            int ssrc,
            ByteBuffer in,
            int inOffset,
            int headerLength,
            int length,
            ByteBuffer out,
            int outOffset) {
        out.put(outOffset, in, inOffset, length);
        return length + TAG_BYTES;
    }

    @Override
    public boolean openRtp(
            long index,
            int ssrc,
            ByteBuffer in,
            int inOffset,
            int headerLength,
            int length,
            ByteBuffer out,
            int outOffset) {
        out.put(outOffset, in, inOffset, length - TAG_BYTES);
        return true;
    }

    @Override
    public int sealRtcp(int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        out.put(outOffset, in, inOffset, length);
        return length + TAG_BYTES + RTCP_WORD_BYTES;
    }

    @Override
    public boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        out.put(outOffset, in, inOffset, length - TAG_BYTES - RTCP_WORD_BYTES);
        return true;
    }

    @Override
    public int rtcpIndex(ByteBuffer in, int inOffset, int length) {
        return in.getInt(inOffset + length - RTCP_WORD_BYTES);
    }
}
