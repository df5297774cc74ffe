package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;

/** The keys of what we seal: a new epoch by count and by time. */
final class SealingKeys {
    /** Far below what AES-GCM allows under one key (2^34.5 of our datagrams, RFC 8446 §5.5). */
    static final long MAX_DATAGRAMS = 1L << 30;

    /** How long a stolen key is of use. */
    static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);

    private EpochKeys keys;
    private LinkCipher cipher;
    private long sealed;
    private long sinceNanos;

    SealingKeys(byte[] secret, long nowNanos) {
        keys = EpochKeys.first(secret);
        cipher = keys.cipher();
        sinceNanos = nowNanos;
    }

    /** Of the next datagram. */
    LinkCipher next(long nowNanos) {
        if (sealed >= MAX_DATAGRAMS || nowNanos - sinceNanos >= MAX_NANOS) {
            keys = keys.next();
            cipher = keys.cipher();
            sealed = 0;
            sinceNanos = nowNanos;
        }
        sealed++;
        return cipher;
    }

    /** Of what {@link #next} gave last. */
    int epoch() {
        return keys.epoch();
    }
}
