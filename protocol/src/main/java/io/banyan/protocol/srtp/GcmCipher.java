package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM by the JDK (RFC 7714 §8, §9). Allocates what the JDK does for each packet, about 1 kB.
 */
final class GcmCipher implements SrtpCipher {
    private static final int TAG_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int E_FLAG = 0x8000_0000;

    private final PacketBytes bytes = new PacketBytes();
    private final byte[] iv = new byte[IV_BYTES];
    private final byte[] indexWord = new byte[SrtpProfile.RTCP_INDEX_BYTES];
    private final Direction rtp;
    private final Direction rtcp;

    GcmCipher(SessionKeys keys) {
        this.rtp = new Direction(keys.rtpKey, keys.rtpSalt);
        this.rtcp = new Direction(keys.rtcpKey, keys.rtcpSalt);
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
        bytes.read(in, inOffset, length);
        Cipher gcm = rtp.init(Cipher.ENCRYPT_MODE, ssrc, PacketIndex.rollover(index), (int) index & 0xFFFF);
        gcm.updateAAD(bytes.array(), bytes.offset(), headerLength);
        int sealed = finish(gcm, bytes.offset() + headerLength, length - headerLength);
        bytes.write(in, inOffset, headerLength, sealed, out, outOffset);
        return headerLength + sealed;
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
        bytes.read(in, inOffset, length);
        Cipher gcm = rtp.init(Cipher.DECRYPT_MODE, ssrc, PacketIndex.rollover(index), (int) index & 0xFFFF);
        gcm.updateAAD(bytes.array(), bytes.offset(), headerLength);
        int opened = finish(gcm, bytes.offset() + headerLength, length - headerLength);
        if (opened < 0) {
            return false;
        }
        bytes.write(in, inOffset, headerLength, opened, out, outOffset);
        return true;
    }

    @Override
    public int sealRtcp(int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        bytes.read(in, inOffset, length);
        Cipher gcm = rtcp.init(Cipher.ENCRYPT_MODE, ssrc, 0, index);
        gcm.updateAAD(bytes.array(), bytes.offset(), RtcpHeader.BYTES);
        gcm.updateAAD(word(index | E_FLAG));
        int sealed = finish(gcm, bytes.offset() + RtcpHeader.BYTES, length - RtcpHeader.BYTES);
        bytes.write(in, inOffset, RtcpHeader.BYTES, sealed, out, outOffset);
        out.put(outOffset + RtcpHeader.BYTES + sealed, indexWord);
        return RtcpHeader.BYTES + sealed + indexWord.length;
    }

    @Override
    public boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        int tagEnd = length - indexWord.length;
        int flagAndIndex = in.getInt(inOffset + tagEnd);
        // RFC 7714 §9.3: what is not encrypted is authenticated with the header.
        int clear = (flagAndIndex & E_FLAG) != 0 ? RtcpHeader.BYTES : tagEnd - TAG_BYTES;
        bytes.read(in, inOffset, length);
        Cipher gcm = rtcp.init(Cipher.DECRYPT_MODE, ssrc, 0, flagAndIndex & ~E_FLAG);
        gcm.updateAAD(bytes.array(), bytes.offset(), clear);
        gcm.updateAAD(word(flagAndIndex));
        int opened = finish(gcm, bytes.offset() + clear, tagEnd - clear);
        if (opened < 0) {
            return false;
        }
        bytes.write(in, inOffset, clear, opened, out, outOffset);
        return true;
    }

    @Override
    public int rtcpIndex(ByteBuffer in, int inOffset, int length) {
        return in.getInt(inOffset + length - indexWord.length) & ~E_FLAG;
    }

    /**
     * Seals or opens from the packet's array into the result's.
     *
     * @return bytes of the result, -1 for a wrong tag
     */
    private int finish(Cipher gcm, int offset, int length) {
        try {
            return gcm.doFinal(bytes.array(), offset, length, bytes.result(length + TAG_BYTES), 0);
        } catch (AEADBadTagException forged) {
            return -1;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private byte[] word(int value) {
        put(indexWord, 0, value);
        return indexWord;
    }

    private static void put(byte[] target, int offset, int value) {
        target[offset] = (byte) (value >>> 24);
        target[offset + 1] = (byte) (value >>> 16);
        target[offset + 2] = (byte) (value >>> 8);
        target[offset + 3] = (byte) value;
    }

    /** The key and the salt of RTP or of RTCP, and the cipher that holds their schedule. */
    private final class Direction {
        private final Key key;
        private final byte[] salt;
        private Cipher gcm = newGcm();
        private long lastHigh = -1;
        private long lastLow = -1;

        private Direction(byte[] key, byte[] salt) {
            this.key = new SecretKeySpec(key, "AES");
            this.salt = salt;
        }

        /**
         * @param high the rollover counter, or 0 for RTCP; with {@code low}, all that tells two packets of a source apart
         */
        private Cipher init(int mode, int ssrc, int high, int low) {
            iv[0] = salt[0];
            iv[1] = salt[1];
            xor(2, ssrc);
            if (this == rtp) {
                xor(6, high);
                iv[10] = (byte) (salt[10] ^ (low >>> 8));
                iv[11] = (byte) (salt[11] ^ low);
            } else {
                iv[6] = salt[6];
                iv[7] = salt[7];
                xor(8, low);
            }
            refuseNoResend(mode, ((long) ssrc << 32) | (high & 0xFFFF_FFFFL), low);
            try {
                gcm.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
            } catch (GeneralSecurityException bug) {
                throw new IllegalStateException(bug);
            }
            return gcm;
        }

        /** The JDK refuses to seal with one IV twice in a row, which a packet that is sent again does: begin anew then. */
        private void refuseNoResend(int mode, long high, long low) {
            if (mode == Cipher.ENCRYPT_MODE) {
                if (high == lastHigh && low == lastLow) {
                    gcm = newGcm();
                }
                lastHigh = high;
                lastLow = low;
            }
        }

        private void xor(int offset, int value) {
            put(iv, offset, value);
            for (int i = offset; i < offset + 4; i++) {
                iv[i] ^= salt[i];
            }
        }

        private static Cipher newGcm() {
            try {
                return Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("AES-GCM is part of every JDK", missing);
            }
        }
    }
}
