package io.banyan.protocol.ice;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The transaction ids of the last checks, and where each came from: a captured check that is sent again from elsewhere
 * must neither move the media nor keep consent alive, since a lite agent makes no check of its own (RFC 8445 §19.5).
 */
final class SeenChecks {
    /**
     * A browser checks every 2.5 s once connected, so this remembers three quarters of an hour. An older capture could
     * divert media only until the client's next check.
     */
    private static final int MAX_CHECKS = 1024;

    private long[] ids = new long[32];
    private @Nullable InetSocketAddress[] senders = new @Nullable InetSocketAddress[32];
    private int size;
    private int next;

    /** Who first sent this check, or null if it is new. */
    @Nullable
    InetSocketAddress senderOf(int idHigh, long idLow) {
        long key = key(idHigh, idLow);
        for (int i = 0; i < size; i++) {
            if (ids[i] == key) {
                return senders[i];
            }
        }
        return null;
    }

    void add(int idHigh, long idLow, InetSocketAddress sender) {
        if (next == ids.length && ids.length < MAX_CHECKS) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
            senders = Arrays.copyOf(senders, 2 * senders.length);
        }
        next = next == ids.length ? 0 : next;
        ids[next] = key(idHigh, idLow);
        senders[next] = sender;
        next++;
        size = Math.max(size, next);
    }

    /** 96 random bits folded to 64: of 1024 random ones, two being alike by chance does not happen. */
    private static long key(int idHigh, long idLow) {
        return idLow ^ (idHigh & 0xFFFF_FFFFL) * 0x9E37_79B9_7F4A_7C15L;
    }
}
