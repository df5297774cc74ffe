package io.banyan.node.media.testing;

import io.banyan.protocol.srtp.SrtpCipher;
import io.banyan.protocol.srtp.SrtpCipherSuite;
import io.banyan.protocol.srtp.SrtpProfile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The JDK's ciphers, which fail a test that seals two different packets under one index of a source (RFC 3711 §9.1). */
public final class CheckingCiphers implements SrtpCipherSuite {
    @Override
    public SrtpCipher create(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return new Checking(SrtpCipherSuite.jdk().create(profile, masterKey, masterSalt));
    }

    private record Index(boolean rtcp, int ssrc, long index) {}

    private static final class Checking implements SrtpCipher {
        private final SrtpCipher cipher;
        private final Map<Index, byte[]> sealed = new HashMap<>();

        private Checking(SrtpCipher cipher) {
            this.cipher = cipher;
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
            check(new Index(false, ssrc, index), in, inOffset, length);
            return cipher.sealRtp(index, ssrc, in, inOffset, headerLength, length, out, outOffset);
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
            return cipher.openRtp(index, ssrc, in, inOffset, headerLength, length, out, outOffset);
        }

        @Override
        public int sealRtcp(
                int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
            check(new Index(true, ssrc, index), in, inOffset, length);
            return cipher.sealRtcp(index, ssrc, in, inOffset, length, out, outOffset);
        }

        @Override
        public boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
            return cipher.openRtcp(ssrc, in, inOffset, length, out, outOffset);
        }

        @Override
        public int rtcpIndex(ByteBuffer in, int inOffset, int length) {
            return cipher.rtcpIndex(in, inOffset, length);
        }

        private void check(Index index, ByteBuffer in, int inOffset, int length) {
            byte[] plain = new byte[length];
            in.get(inOffset, plain);
            byte[] before = sealed.putIfAbsent(index, plain);
            if (before != null && (index.rtcp || !Arrays.equals(before, plain))) {
                throw new AssertionError("sealed twice: " + index);
            }
        }
    }
}
