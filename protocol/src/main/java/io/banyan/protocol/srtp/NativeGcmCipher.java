package io.banyan.protocol.srtp;

import io.banyan.protocol.srtp.ffm.NativeGcm;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** AEAD_AES_128_GCM by a native library (RFC 7714 §8, §9), with nothing allocated for a packet. */
final class NativeGcmCipher implements SrtpCipher {
    private static final int TAG_BYTES = NativeGcm.TAG_BYTES;
    private static final int WORD_BYTES = SrtpProfile.RTCP_INDEX_BYTES;
    private static final int E_FLAG = 0x8000_0000;

    /** Shared: it is made where the handshake ended, and used and closed by a loop. Calls pass addresses, which cost nothing. */
    private final Arena arena = Arena.ofShared();

    private final PacketMemory memory = new PacketMemory(arena);
    private final NativeGcm.Key rtpKey;
    private final NativeGcm.Key rtcpKey;
    private final Salt rtpSalt;
    private final Salt rtcpSalt;

    NativeGcmCipher(NativeGcm library, SessionKeys keys) {
        rtpKey = library.expand(keys.rtpKey, arena);
        rtcpKey = library.expand(keys.rtcpKey, arena);
        rtpSalt = Salt.of(keys.rtpSalt);
        rtcpSalt = Salt.of(keys.rtcpSalt);
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
        PacketMemory.checkHeader(headerLength, length);
        long packet = memory.placeAt(in, inOffset, length, length + TAG_BYTES, out, outOffset);
        long iv = iv(rtpSalt, ssrc, index);
        rtpKey.seal(iv, packet, headerLength, packet + headerLength, length - headerLength, packet + length);
        memory.deliver(out, outOffset, length + TAG_BYTES);
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
        int plainLength = length - TAG_BYTES;
        PacketMemory.checkHeader(headerLength, plainLength);
        long packet = memory.place(in, inOffset, length, length);
        long iv = iv(rtpSalt, ssrc, index);
        if (!rtpKey.open(
                iv, packet, headerLength, packet + headerLength, plainLength - headerLength, packet + plainLength)) {
            return false;
        }
        memory.deliver(out, outOffset, plainLength);
        return true;
    }

    @Override
    public int sealRtcp(int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        PacketMemory.checkHeader(RtcpHeader.BYTES, length);
        int sealedLength = length + TAG_BYTES + WORD_BYTES;
        long packet = memory.placeAt(in, inOffset, length, sealedLength, out, outOffset);
        long iv = iv(rtcpSalt, ssrc, index);
        long aad = memory.headerAnd(index | E_FLAG);
        rtcpKey.seal(
                iv,
                aad,
                RtcpHeader.BYTES + WORD_BYTES,
                packet + RtcpHeader.BYTES,
                length - RtcpHeader.BYTES,
                packet + length);
        memory.putInt(length + TAG_BYTES, index | E_FLAG);
        memory.deliver(out, outOffset, sealedLength);
        return sealedLength;
    }

    @Override
    public boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        int plainLength = length - TAG_BYTES - WORD_BYTES;
        PacketMemory.checkHeader(RtcpHeader.BYTES, plainLength);
        int flagAndIndex = in.getInt(inOffset + length - WORD_BYTES);
        long packet = memory.place(in, inOffset, length, length);
        long iv = iv(rtcpSalt, ssrc, flagAndIndex & ~E_FLAG);
        if (!openRtcp(iv, flagAndIndex, packet, plainLength)) {
            return false;
        }
        memory.deliver(out, outOffset, plainLength);
        return true;
    }

    private boolean openRtcp(long iv, int flagAndIndex, long packet, int plainLength) {
        if ((flagAndIndex & E_FLAG) != 0) {
            return rtcpKey.open(
                    iv,
                    memory.headerAnd(flagAndIndex),
                    RtcpHeader.BYTES + WORD_BYTES,
                    packet + RtcpHeader.BYTES,
                    plainLength - RtcpHeader.BYTES,
                    packet + plainLength);
        }
        // RFC 7714 §9.3: what is not encrypted is authenticated with the header, and the word follows it.
        long tag = memory.takeTag(plainLength, TAG_BYTES);
        memory.putInt(plainLength, flagAndIndex);
        return rtcpKey.open(iv, packet, plainLength + WORD_BYTES, packet + plainLength, 0, tag);
    }

    @Override
    public int rtcpIndex(ByteBuffer in, int inOffset, int length) {
        return in.getInt(inOffset + length - WORD_BYTES) & ~E_FLAG;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** Two zeros, SSRC and 48 bits of index: rollover counter and number, or 31 bits (RFC 7714 §8.1, §9.1). */
    private long iv(Salt salt, int ssrc, long index) {
        return memory.iv(
                salt.high() ^ ((ssrc & 0xFFFF_FFFFL) << 16) ^ ((index >>> 32) & 0xFFFF), salt.low() ^ (index << 32));
    }
}
