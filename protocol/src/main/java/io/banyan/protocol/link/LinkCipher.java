package io.banyan.protocol.link;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM (RFC 5116 §5.1) of the datagrams of one epoch in one direction, by the JDK, which compares tags in
 * constant time and allocates about 1 kB for each datagram. Owned by one thread.
 *
 * <p>Nonce: the salt XOR (epoch in 32 bits, link sequence number in 64 bits).
 */
final class LinkCipher {
    private final Key key;
    private final byte[] salt;
    private final byte[] nonce = new byte[EpochKeys.SALT_BYTES];
    private final Cipher gcm;

    LinkCipher(int epoch, byte[] key, byte[] salt) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt.clone();
        for (int i = 0; i < 4; i++) {
            this.salt[i] ^= (byte) (epoch >>> (24 - 8 * i));
        }
        System.arraycopy(this.salt, 0, nonce, 0, 4);
        try {
            gcm = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES-GCM is part of every JDK", missing);
        }
    }

    /**
     * Seals what is behind the header; the header goes along as it is.
     *
     * @param seq never twice
     * @param length of header and plaintext
     * @param out another array than {@code in}: a JDK cipher that works in place allocates all of it anew
     * @return length of the datagram
     */
    int seal(long seq, byte[] in, int length, byte[] out) {
        System.arraycopy(in, 0, out, 0, LinkDatagram.HEADER_BYTES);
        return LinkDatagram.HEADER_BYTES + run(Cipher.ENCRYPT_MODE, seq, in, length, out);
    }

    /**
     * Opens a datagram, header included.
     *
     * @return length of header and plaintext; -1 if the tag is wrong, and then {@code out} is of no use
     */
    int open(long seq, byte[] in, int length, byte[] out) {
        int opened = run(Cipher.DECRYPT_MODE, seq, in, length, out);
        return opened < 0 ? -1 : LinkDatagram.HEADER_BYTES + opened;
    }

    private int run(int mode, long seq, byte[] in, int length, byte[] out) {
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[4 + i] = (byte) (salt[4 + i] ^ (seq >>> (56 - 8 * i)));
        }
        try {
            gcm.init(mode, key, new GCMParameterSpec(8 * LinkDatagram.TAG_BYTES, nonce));
            gcm.updateAAD(in, 0, LinkDatagram.HEADER_BYTES);
            int text = length - LinkDatagram.HEADER_BYTES;
            return gcm.doFinal(in, LinkDatagram.HEADER_BYTES, text, out, LinkDatagram.HEADER_BYTES);
        } catch (AEADBadTagException forged) {
            return -1;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
