package io.banyan.protocol.ice;

import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunKey;
import io.banyan.protocol.stun.StunView;
import io.banyan.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The controlling side of one ICE session with a lite agent at one address, as much of it as a synthetic peer needs:
 * it nominates with every check and goes on checking to renew its consent. Owned by one thread.
 */
public final class IceClient {
    /** As browsers check a pair that nothing is known about yet, less than RFC 8445 §14.3's 500 ms. */
    private static final long CONNECT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** As Chromium checks a pair that works. */
    private static final long KEEPALIVE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    /** A check that was not answered is made again after this, so that one lost datagram costs little consent. */
    private static final long RETRY_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Of a peer-reflexive candidate with the highest local preference (RFC 8445 §5.1.2.1). */
    private static final long PEER_REFLEXIVE_PRIORITY = (110L << 24) + (65_535 << 8) + 255;

    private static final int OUTSTANDING = 16;

    private final StunWriter writer = new StunWriter();
    private final RandomGenerator random;
    private final long tieBreaker;
    private final int[] idsHigh = new int[OUTSTANDING];
    private final long[] idsLow = new long[OUTSTANDING];
    private final long[] sentNanos = new long[OUTSTANDING];
    private final boolean[] waiting = new boolean[OUTSTANDING];

    private final StunKey localKey;
    private String username;
    private StunKey key;
    private int next;
    private long dueNanos;
    private boolean hasAnswer;
    private long answeredNanos;
    private long rttNanos = -1;
    private @Nullable InetSocketAddress mappedAddress;

    /**
     * @param local the peer's own, from its offer
     * @param remote the agent's, from its answer
     * @param nowNanos the first check is due at once
     */
    public IceClient(IceCredentials local, IceCredentials remote, RandomGenerator random, long nowNanos) {
        this.random = random;
        tieBreaker = random.nextLong();
        localKey = StunKey.ofPassword(local.password());
        username = IceUsername.of(remote, local);
        key = StunKey.ofPassword(remote.password());
        dueNanos = nowNanos;
    }

    /**
     * Answers the check of an agent that is no lite one, and wants to know that it is heard (RFC 8445 §7.3).
     *
     * @param from where it came from
     * @param out gets the reply from index 0
     * @return bytes of the reply; 0: it is no check, or not signed with our password
     */
    public int answer(StunView request, InetSocketAddress from, ByteBuffer out) {
        boolean isCheck = request.stunClass() == StunClass.REQUEST && request.method() == StunAttribute.BINDING;
        if (!isCheck || !request.hasIntegrity() || !request.isSignedBy(localKey)) {
            return 0;
        }
        return Math.max(
                0,
                writer.startResponse(out, 0, StunClass.SUCCESS, request)
                        .xorMappedAddress(from)
                        .integrity(localKey)
                        .fingerprint()
                        .finish());
    }

    /** Begins again with new credentials (RFC 8445 §9). */
    public void restart(IceCredentials local, IceCredentials remote, long nowNanos) {
        username = IceUsername.of(remote, local);
        key = StunKey.ofPassword(remote.password());
        Arrays.fill(waiting, false);
        hasAnswer = false;
        dueNanos = nowNanos;
    }

    /** When {@link #pollCheck} next has something to say. */
    public long dueNanos() {
        return dueNanos;
    }

    /**
     * The check that is due.
     *
     * @param out gets it from index 0; 256 bytes suffice
     * @return its bytes, or 0 if none is due
     */
    public int pollCheck(long nowNanos, ByteBuffer out) {
        if (nowNanos - dueNanos < 0) {
            return 0;
        }
        int idHigh = random.nextInt();
        long idLow = random.nextLong();
        idsHigh[next] = idHigh;
        idsLow[next] = idLow;
        sentNanos[next] = nowNanos;
        waiting[next] = true;
        next = (next + 1) % OUTSTANDING;
        dueNanos = nowNanos + (hasAnswer ? RETRY_INTERVAL_NANOS : CONNECT_INTERVAL_NANOS);
        int bytes = writer.start(out, 0, StunClass.REQUEST, StunAttribute.BINDING, idHigh, idLow)
                .username(username)
                .iceControlling(tieBreaker)
                .useCandidate()
                .priority(PEER_REFLEXIVE_PRIORITY)
                .integrity(key)
                .fingerprint()
                .finish();
        return Math.max(0, bytes);
    }

    /**
     * Takes a response to one of the checks.
     *
     * @return false if it is none, or an error, or not signed by the agent
     */
    public boolean onResponse(StunView response, long nowNanos) {
        if (response.stunClass() != StunClass.SUCCESS || response.method() != StunAttribute.BINDING) {
            return false;
        }
        int index = indexOf(response.transactionIdHigh(), response.transactionIdLow());
        if (index < 0 || !response.isSignedBy(key)) {
            return false;
        }
        waiting[index] = false;
        hasAnswer = true;
        answeredNanos = nowNanos;
        rttNanos = nowNanos - sentNanos[index];
        dueNanos = sentNanos[index] + KEEPALIVE_INTERVAL_NANOS;
        mappedAddress = response.xorMappedAddress();
        return true;
    }

    /** Whether the agent answered within the last 30 s (RFC 7675 §5.1). */
    public boolean isConnected(long nowNanos) {
        return hasAnswer && nowNanos - answeredNanos < IceLiteAgent.CONSENT_NANOS;
    }

    /** Of the last check that was answered; -1 before. */
    public long rttNanos() {
        return rttNanos;
    }

    /** The peer's address as the agent sees it, or null before the first answer. */
    public @Nullable InetSocketAddress mappedAddress() {
        return mappedAddress;
    }

    private int indexOf(int idHigh, long idLow) {
        for (int i = 0; i < OUTSTANDING; i++) {
            if (waiting[i] && idsHigh[i] == idHigh && idsLow[i] == idLow) {
                return i;
            }
        }
        return -1;
    }
}
