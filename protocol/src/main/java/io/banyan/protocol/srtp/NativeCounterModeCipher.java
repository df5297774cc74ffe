package io.banyan.protocol.srtp;

import io.banyan.protocol.srtp.ffm.NativeCounterMode;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** AES_CM_128_HMAC_SHA1_80 by a native library (RFC 3711 §4.1, §4.2), with nothing allocated for a packet. */
final class NativeCounterModeCipher implements SrtpCipher {
    private static final int TAG_BYTES = 10;
    private static final int WORD_BYTES = 4;
    private static final int E_FLAG = 0x8000_0000;

    /** Shared: it is made where the handshake ended, and used and closed by a loop. Calls pass addresses, which cost nothing. */
    private final Arena arena = Arena.ofShared();

    private final PacketMemory memory = new PacketMemory(arena);
    private final NativeCounterMode.Key rtpKeys;
    private final NativeCounterMode.Key rtcpKeys;
    private final Salt rtpSalt;
    private final Salt rtcpSalt;

    NativeCounterModeCipher(NativeCounterMode library, SessionKeys keys) {
        rtpKeys = library.expand(keys.rtpKey, keys.rtpAuthKey, arena);
        rtcpKeys = library.expand(keys.rtcpKey, keys.rtcpAuthKey, arena);
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
        rtpKeys.crypt(iv(rtpSalt, ssrc, index), packet + headerLength, length - headerLength);
        signRtp(packet, length, index);
        memory.putMac(length, TAG_BYTES);
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
        signRtp(packet, plainLength, index);
        if (!memory.isMac(in, inOffset + plainLength, TAG_BYTES)) {
            return false;
        }
        rtpKeys.crypt(iv(rtpSalt, ssrc, index), packet + headerLength, plainLength - headerLength);
        memory.deliver(out, outOffset, plainLength);
        return true;
    }

    @Override
    public int sealRtcp(int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        PacketMemory.checkHeader(RtcpHeader.BYTES, length);
        int sealedLength = length + WORD_BYTES + TAG_BYTES;
        long packet = memory.placeAt(in, inOffset, length, sealedLength, out, outOffset);
        rtcpKeys.crypt(iv(rtcpSalt, ssrc, index), packet + RtcpHeader.BYTES, length - RtcpHeader.BYTES);
        memory.putInt(length, index | E_FLAG);
        rtcpKeys.sign(packet, length + WORD_BYTES, memory.mac());
        memory.putMac(length + WORD_BYTES, TAG_BYTES);
        memory.deliver(out, outOffset, sealedLength);
        return sealedLength;
    }

    @Override
    public boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        int plainLength = length - TAG_BYTES - WORD_BYTES;
        PacketMemory.checkHeader(RtcpHeader.BYTES, plainLength);
        int flagAndIndex = in.getInt(inOffset + plainLength);
        long packet = memory.place(in, inOffset, length, length);
        rtcpKeys.sign(packet, plainLength + WORD_BYTES, memory.mac());
        if (!memory.isMac(in, inOffset + plainLength + WORD_BYTES, TAG_BYTES)) {
            return false;
        }
        if ((flagAndIndex & E_FLAG) != 0) {
            long iv = iv(rtcpSalt, ssrc, flagAndIndex & ~E_FLAG);
            rtcpKeys.crypt(iv, packet + RtcpHeader.BYTES, plainLength - RtcpHeader.BYTES);
        }
        memory.deliver(out, outOffset, plainLength);
        return true;
    }

    @Override
    public int rtcpIndex(ByteBuffer in, int inOffset, int length) {
        return in.getInt(inOffset + length - TAG_BYTES - WORD_BYTES) & ~E_FLAG;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** The rollover counter is authenticated behind the packet, where the tag comes afterwards (RFC 3711 §4.2). */
    private void signRtp(long packet, int length, long index) {
        memory.putInt(length, PacketIndex.rollover(index));
        rtpKeys.sign(packet, length + WORD_BYTES, memory.mac());
    }

    /** Salt, SSRC and index, each in its place, and a block counter of 16 bits (RFC 3711 §4.1.1). */
    private long iv(Salt salt, int ssrc, long index) {
        return memory.iv(salt.high() ^ (ssrc & 0xFFFF_FFFFL), salt.low() ^ (index << 16));
    }
}
