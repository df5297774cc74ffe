package io.banyan.protocol.link;

import org.jspecify.annotations.Nullable;

/**
 * The keys of what the peer seals: of its present epoch, of the one before for what the path reordered, of the next one,
 * which is the present one as soon as a datagram under it proved authentic.
 */
final class OpeningKeys {
    private EpochKeys keys;
    private @Nullable LinkCipher previous;
    private LinkCipher present;
    private EpochKeys nextKeys;
    private LinkCipher next;

    OpeningKeys(byte[] secret) {
        keys = EpochKeys.first(secret);
        present = keys.cipher();
        nextKeys = keys.next();
        next = nextKeys.cipher();
    }

    /**
     * Opens a datagram.
     *
     * @param epochBits the epoch modulo 4, as its first byte says
     * @return length of header and plaintext, -1 if it is not authentic
     */
    int open(int epochBits, long seq, byte[] in, int length, byte[] out) {
        int ahead = (epochBits - keys.epoch()) & 3;
        return switch (ahead) {
            case 0 -> present.open(seq, in, length, out);
            case 1 -> openNext(seq, in, length, out);
            case 3 -> previous == null ? -1 : previous.open(seq, in, length, out);
            default -> -1;
        };
    }

    private int openNext(long seq, byte[] in, int length, byte[] out) {
        int opened = next.open(seq, in, length, out);
        if (opened >= 0) {
            previous = present;
            present = next;
            keys = nextKeys;
            nextKeys = keys.next();
            next = nextKeys.cipher();
        }
        return opened;
    }
}
