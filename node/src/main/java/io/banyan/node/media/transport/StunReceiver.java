package io.banyan.node.media.transport;

import io.banyan.node.plane.DropReason;
import io.banyan.protocol.ice.IceUsername;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.ice.StunReply;
import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunView;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the STUN of a media port, cheapest tests first: form, rate of unknown senders, the ufrag's MAC, lookup, the
 * check's own integrity. What passes binds its source address to the transport. Owned by a media loop.
 *
 * <p>Deviation: a check that fails to authenticate is dropped, not answered with 400 or 401 (RFC 8489 §9.1.3), so that
 * this port reflects nothing to forged addresses; browsers treat either as a check that failed.
 */
public final class StunReceiver {
    private static final int REPLY_BYTES = 512;

    private final TransportTable table;
    private final TransportContext context;
    private final StunRateLimiter limiter;
    private final StunView view = new StunView();
    private final ByteBuffer reply = ByteBuffer.allocate(REPLY_BYTES);

    /**
     * @param seed random, see {@link StunRateLimiter}
     */
    public StunReceiver(
            TransportTable table, TransportContext context, TransportLimits limits, long seed, long nowNanos) {
        this.table = table;
        this.context = context;
        limiter = new StunRateLimiter(limits, seed, nowNanos);
    }

    /**
     * Takes one datagram that may be STUN.
     *
     * @return the transport that it names, for {@link #onCheck} as the next call; null: dropped and counted
     */
    public @Nullable PeerTransport find(
            ByteBuffer buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        if (!view.wrap(buffer, offset, length)) {
            return drop(DropReason.STUN_MALFORMED);
        }
        if (view.stunClass() != StunClass.REQUEST || view.method() != StunAttribute.BINDING) {
            return drop(DropReason.STUN_UNEXPECTED);
        }
        // RFC 8445 §7.1: every check has one. Without it nothing would vouch for what stands behind the integrity.
        if (!view.hasFingerprint()) {
            return drop(DropReason.STUN_MALFORMED);
        }
        if (table.ofAddress(from) == null && !limiter.tryAcquire(from.getAddress(), nowNanos)) {
            return drop(DropReason.STUN_RATE_LIMITED);
        }
        int ufragBytes = IceUsername.receiverUfragBytes(view);
        if (ufragBytes < 0) {
            return drop(DropReason.STUN_MALFORMED);
        }
        OwnerUfrag.Owner owner = table.ownerOf(buffer, view.valueOffset(), ufragBytes);
        if (owner == null) {
            return drop(DropReason.STUN_NOT_OURS);
        }
        PeerTransport transport = table.ofUfrag(owner);
        if (transport == null) {
            return drop(DropReason.STUN_UNKNOWN_UFRAG);
        }
        return table.mayBind(from, transport, nowNanos) ? transport : drop(DropReason.STUN_ADDRESS_TAKEN);
    }

    /** Has the transport judge the check that was found, answers it, and binds the address that it authenticates. */
    public void onCheck(PeerTransport transport, InetSocketAddress from, long nowNanos) {
        StunReply answer = transport.onStun(view, from, nowNanos, reply);
        switch (answer.outcome()) {
            case ACCEPTED, NOMINATED -> {
                table.bind(from, transport);
                send(answer, from);
            }
            case REPEATED, UNKNOWN_ATTRIBUTE, ROLE_CONFLICT -> send(answer, from);
            case REPLAYED -> drop(DropReason.STUN_REPLAYED);
            case WRONG_INTEGRITY -> drop(DropReason.STUN_BAD_INTEGRITY);
            case WRONG_USERNAME -> drop(DropReason.STUN_UNKNOWN_UFRAG);
            case MISSING_CREDENTIALS -> drop(DropReason.STUN_BAD_INTEGRITY);
            case NOT_A_CHECK -> drop(DropReason.STUN_UNEXPECTED);
        }
    }

    private void send(StunReply answer, InetSocketAddress to) {
        if (answer.replyBytes() > 0) {
            context.output().send(reply, 0, answer.replyBytes(), to);
        }
    }

    private @Nullable PeerTransport drop(DropReason reason) {
        context.drops().count(reason);
        return null;
    }
}
