package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES_CM_128_HMAC_SHA1_80 by the JDK: AES in counter mode, then HMAC-SHA1 over the ciphertext (RFC 3711 §4.1, §4.2). */
final class CounterModeCipher implements SrtpCipher {
    private static final int TAG_BYTES = 10;
    private static final int MAC_BYTES = 20;
    private static final int E_FLAG = 0x8000_0000;

    private final PacketBytes bytes = new PacketBytes();
    private final byte[] iv = new byte[16];
    private final byte[] word = new byte[4];
    private final byte[] mac = new byte[MAC_BYTES];
    private final Direction rtp;
    private final Direction rtcp;

    CounterModeCipher(SessionKeys keys) {
        this.rtp = new Direction(keys.rtpKey, keys.rtpAuthKey, keys.rtpSalt);
        this.rtcp = new Direction(keys.rtcpKey, keys.rtcpAuthKey, keys.rtcpSalt);
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
        int ciphertext = length - headerLength;
        byte[] result = bytes.result(ciphertext + TAG_BYTES);
        rtp.crypt(ssrc, index, bytes.offset() + headerLength, ciphertext, result);
        rtp.hmac.update(bytes.array(), bytes.offset(), headerLength);
        rtp.hmac.update(result, 0, ciphertext);
        rtp.sign(PacketIndex.rollover(index));
        System.arraycopy(mac, 0, result, ciphertext, TAG_BYTES);
        bytes.write(in, inOffset, headerLength, ciphertext + TAG_BYTES, out, outOffset);
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
        bytes.read(in, inOffset, length);
        int plainLength = length - TAG_BYTES;
        rtp.hmac.update(bytes.array(), bytes.offset(), plainLength);
        rtp.sign(PacketIndex.rollover(index));
        if (!carries(bytes.offset() + plainLength)) {
            return false;
        }
        int plaintext = plainLength - headerLength;
        rtp.crypt(ssrc, index, bytes.offset() + headerLength, plaintext, bytes.result(plaintext));
        bytes.write(in, inOffset, headerLength, plaintext, out, outOffset);
        return true;
    }

    @Override
    public int sealRtcp(int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        bytes.read(in, inOffset, length);
        int ciphertext = length - RtcpHeader.BYTES;
        byte[] result = bytes.result(ciphertext + word.length + TAG_BYTES);
        rtcp.crypt(ssrc, index, bytes.offset() + RtcpHeader.BYTES, ciphertext, result);
        rtcp.hmac.update(bytes.array(), bytes.offset(), RtcpHeader.BYTES);
        rtcp.hmac.update(result, 0, ciphertext);
        rtcp.sign(index | E_FLAG);
        System.arraycopy(word, 0, result, ciphertext, word.length);
        System.arraycopy(mac, 0, result, ciphertext + word.length, TAG_BYTES);
        bytes.write(in, inOffset, RtcpHeader.BYTES, ciphertext + word.length + TAG_BYTES, out, outOffset);
        return length + word.length + TAG_BYTES;
    }

    @Override
    public boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        bytes.read(in, inOffset, length);
        int plainLength = length - TAG_BYTES - word.length;
        int flagAndIndex = in.getInt(inOffset + plainLength);
        rtcp.hmac.update(bytes.array(), bytes.offset(), plainLength);
        rtcp.sign(flagAndIndex);
        if (!carries(bytes.offset() + plainLength + word.length)) {
            return false;
        }
        int plaintext = plainLength - RtcpHeader.BYTES;
        int from = bytes.offset() + RtcpHeader.BYTES;
        byte[] result = bytes.result(plaintext);
        if ((flagAndIndex & E_FLAG) != 0) {
            rtcp.crypt(ssrc, flagAndIndex & ~E_FLAG, from, plaintext, result);
        } else {
            System.arraycopy(bytes.array(), from, result, 0, plaintext);
        }
        bytes.write(in, inOffset, RtcpHeader.BYTES, plaintext, out, outOffset);
        return true;
    }

    @Override
    public int rtcpIndex(ByteBuffer in, int inOffset, int length) {
        return in.getInt(inOffset + length - TAG_BYTES - word.length) & ~E_FLAG;
    }

    /** Whether the packet carries, at that place of its array, the tag just computed; in constant time. */
    private boolean carries(int tagAt) {
        byte[] packet = bytes.array();
        int difference = 0;
        for (int i = 0; i < TAG_BYTES; i++) {
            difference |= packet[tagAt + i] ^ mac[i];
        }
        return difference == 0;
    }

    /** The keys of RTP or of RTCP. */
    private final class Direction {
        private final Key key;
        private final byte[] salt;
        private final Cipher counterMode;
        private final Mac hmac;

        private Direction(byte[] key, byte[] authKey, byte[] salt) {
            this.key = new SecretKeySpec(key, "AES");
            this.salt = salt;
            try {
                this.counterMode = Cipher.getInstance("AES/CTR/NoPadding");
                this.hmac = Mac.getInstance("HmacSHA1");
                hmac.init(new SecretKeySpec(authKey, "HmacSHA1"));
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("AES and HMAC-SHA1 are part of every JDK", missing);
            }
        }

        /** Applies the key stream of a packet (RFC 3711 §4.1.1) from the packet's array to another. */
        private void crypt(int ssrc, long index, int offset, int length, byte[] result) {
            System.arraycopy(salt, 0, iv, 0, salt.length);
            for (int i = 0; i < 4; i++) {
                iv[4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
            }
            for (int i = 0; i < 6; i++) {
                iv[8 + i] ^= (byte) (index >>> (40 - 8 * i));
            }
            iv[14] = 0;
            iv[15] = 0;
            try {
                counterMode.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
                counterMode.doFinal(bytes.array(), offset, length, result, 0);
            } catch (GeneralSecurityException bug) {
                throw new IllegalStateException(bug);
            }
        }

        /** Ends the authenticated bytes with the word that RTP does not carry and RTCP does, and leaves the tag in {@code mac}. */
        private void sign(int lastWord) {
            word[0] = (byte) (lastWord >>> 24);
            word[1] = (byte) (lastWord >>> 16);
            word[2] = (byte) (lastWord >>> 8);
            word[3] = (byte) lastWord;
            hmac.update(word, 0, word.length);
            try {
                hmac.doFinal(mac, 0);
            } catch (GeneralSecurityException bug) {
                throw new IllegalStateException(bug);
            }
        }
    }
}
