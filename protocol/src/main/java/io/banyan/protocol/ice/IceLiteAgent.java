package io.banyan.protocol.ice;

import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunKey;
import io.banyan.protocol.stun.StunView;
import io.banyan.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lite, controlled side of one ICE session with one component (RFC 8445 §2.5, §7.3): answers the client's checks,
 * follows its nominations and knows by them whether it consents to being sent to (RFC 7675). Owned by one thread.
 *
 * <p>The latest nomination wins. Before any, the first address that a valid check came from is used.
 */
public final class IceLiteAgent {
    /** RFC 7675 §5.1: consent expires after 30 seconds. */
    public static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Long enough for a phone that changes networks in a tunnel to come back with an ICE restart. */
    public static final long RESTART_GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StunWriter writer = new StunWriter();
    private final int[] unknown = new int[8];
    private SeenChecks seen = new SeenChecks();

    private Session current;
    /** Before a restart, until the first check with the new credentials. */
    private @Nullable Session previous;

    private @Nullable InetSocketAddress selected;
    private boolean hasConsent;
    private long selectedCheckNanos;
    /** The last sign of life: a valid check, the start, or a restart. */
    private long aliveNanos;

    private record Session(IceCredentials local, IceCredentials remote, StunKey key) {
        static Session of(IceCredentials local, IceCredentials remote) {
            return new Session(local, remote, StunKey.ofPassword(local.password()));
        }
    }

    public IceLiteAgent(IceCredentials local, IceCredentials remote, long nowNanos) {
        current = Session.of(local, remote);
        aliveNanos = nowNanos;
    }

    /** What the client's checks must be signed with; after {@link #restart} the new ones. */
    public IceCredentials local() {
        return current.local();
    }

    /** The client's, of the offer that {@link #local} belongs to. */
    public IceCredentials remote() {
        return current.remote();
    }

    /** Whether checks for this ufrag of ours are accepted. */
    public boolean accepts(String localUfrag) {
        return current.local().ufrag().equals(localUfrag)
                || (previous != null && previous.local().ufrag().equals(localUfrag));
    }

    /**
     * The client restarted ICE (RFC 8445 §9). The old credentials go on working until the first check with the new
     * ones, and the selected address stays until the client nominates another.
     */
    public void restart(IceCredentials local, IceCredentials remote, long nowNanos) {
        previous = current;
        current = Session.of(local, remote);
        aliveNanos = nowNanos;
    }

    /**
     * Takes one STUN message.
     *
     * @param request a view that wraps it
     * @param from where it came from, and where the reply is sent
     * @param out gets the reply from index 0; 256 bytes suffice
     */
    public StunReply onRequest(StunView request, InetSocketAddress from, long nowNanos, ByteBuffer out) {
        if (request.stunClass() != StunClass.REQUEST || request.method() != StunAttribute.BINDING) {
            return new StunReply(CheckOutcome.NOT_A_CHECK, 0);
        }
        int ufragBytes = IceUsername.receiverUfragBytes(request);
        if (!request.hasIntegrity() || ufragBytes < 0) {
            return refuse(CheckOutcome.MISSING_CREDENTIALS, 400, "Bad Request", request, null, out);
        }
        Session session = sessionOf(request.buffer(), request.valueOffset(), ufragBytes);
        if (session == null) {
            return refuse(CheckOutcome.WRONG_USERNAME, 401, "Unauthenticated", request, null, out);
        }
        if (!request.isSignedBy(session.key())) {
            return refuse(CheckOutcome.WRONG_INTEGRITY, 401, "Unauthenticated", request, null, out);
        }
        int unknownCount = request.collectUnknownRequired(unknown);
        if (unknownCount > 0) {
            writer.startResponse(out, 0, StunClass.ERROR, request)
                    .errorCode(420, "Unknown Attribute")
                    .unknownAttributes(unknown, unknownCount);
            return new StunReply(CheckOutcome.UNKNOWN_ATTRIBUTE, finish(session.key()));
        }
        if (request.isControlled()) {
            return refuse(CheckOutcome.ROLE_CONFLICT, 487, "Role Conflict", request, session.key(), out);
        }
        CheckOutcome outcome = onValidCheck(session, request, from, nowNanos);
        if (outcome == CheckOutcome.REPLAYED) {
            return new StunReply(outcome, 0);
        }
        writer.startResponse(out, 0, StunClass.SUCCESS, request).xorMappedAddress(from);
        return new StunReply(outcome, finish(session.key()));
    }

    /** Whether packets may be sent to {@link #selected} (RFC 7675 §5). */
    public boolean maySend(long nowNanos) {
        return hasConsent && nowNanos - selectedCheckNanos < CONSENT_NANOS;
    }

    /** Where packets go, or null before the first valid check. Ask {@link #maySend} first. */
    public @Nullable InetSocketAddress selected() {
        return selected;
    }

    public IceState state(long nowNanos) {
        if (maySend(nowNanos)) {
            return IceState.CONNECTED;
        }
        long silentNanos = nowNanos - aliveNanos;
        if (silentNanos >= CONSENT_NANOS + RESTART_GRACE_NANOS) {
            return IceState.FAILED;
        }
        return hasConsent || silentNanos >= CONSENT_NANOS ? IceState.DISCONNECTED : IceState.CHECKING;
    }

    private @Nullable Session sessionOf(ByteBuffer buffer, int offset, int length) {
        if (isUfrag(current.local().ufrag(), buffer, offset, length)) {
            return current;
        }
        Session before = previous;
        return before != null && isUfrag(before.local().ufrag(), buffer, offset, length) ? before : null;
    }

    private static boolean isUfrag(String ufrag, ByteBuffer buffer, int offset, int length) {
        if (ufrag.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (ufrag.charAt(i) != (buffer.get(offset + i) & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private CheckOutcome onValidCheck(Session session, StunView request, InetSocketAddress from, long nowNanos) {
        InetSocketAddress before = seen.senderOf(request.transactionIdHigh(), request.transactionIdLow());
        if (before != null) {
            return before.equals(from) ? CheckOutcome.REPEATED : CheckOutcome.REPLAYED;
        }
        if (session.equals(current) && previous != null) {
            previous = null;
            // A capture of before the restart is signed with a key that counts no more.
            seen = new SeenChecks();
        }
        seen.add(request.transactionIdHigh(), request.transactionIdLow(), from);
        boolean nominates = request.useCandidate();
        if (nominates || !maySend(nowNanos)) {
            selected = from;
        }
        if (from.equals(selected)) {
            hasConsent = true;
            selectedCheckNanos = nowNanos;
        }
        aliveNanos = nowNanos;
        return nominates ? CheckOutcome.NOMINATED : CheckOutcome.ACCEPTED;
    }

    private StunReply refuse(
            CheckOutcome outcome, int code, String reason, StunView request, @Nullable StunKey key, ByteBuffer out) {
        writer.startResponse(out, 0, StunClass.ERROR, request).errorCode(code, reason);
        return new StunReply(outcome, finish(key));
    }

    /** Signs where the key is agreed on (RFC 8489 §9.1.4: 400 and 401 are not signed). */
    private int finish(@Nullable StunKey key) {
        if (key != null) {
            writer.integrity(key);
        }
        return Math.max(0, writer.fingerprint().finish());
    }
}
