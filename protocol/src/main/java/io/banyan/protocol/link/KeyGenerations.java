package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a link's handshakes: its present one, for a while the one before, and a newer one until the peer is known
 * to have it. So a link gets new keys without a break.
 */
final class KeyGenerations implements DatagramProtection {
    /** What is under way under old keys has arrived by then. */
    static final long KEEP_PREVIOUS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Generation present;
    private @Nullable Generation previous;
    private @Nullable Generation upcoming;
    private long switchedNanos;

    KeyGenerations(LinkRole role, LinkKeys keys, int localId, int remoteId, long nowNanos) {
        present = new Generation(role, keys, localId, remoteId, nowNanos);
    }

    /**
     * The responder of a handshake has the keys before the initiator, who may seal with them at once; the responder waits
     * to see that.
     */
    void add(LinkRole role, LinkKeys keys, int localId, int remoteId, long nowNanos) {
        upcoming = new Generation(role, keys, localId, remoteId, nowNanos);
        if (role == LinkRole.INITIATOR) {
            switchOver(upcoming, nowNanos);
        }
    }

    @Override
    public int overheadBytes() {
        return LinkDatagram.OVERHEAD_BYTES;
    }

    @Override
    public boolean takes(int firstByte) {
        return (firstByte & ~3) == LinkDatagram.SEALED;
    }

    @Override
    public int protect(long seq, byte[] in, int length, byte[] out, long nowNanos) {
        LinkCipher cipher = present.sealing.next(nowNanos);
        DatagramProtection.address(in, LinkDatagram.SEALED | (present.sealing.epoch() & 3), present.remoteId);
        return cipher.seal(seq, in, length, out);
    }

    /** Opens a datagram under the keys of the link id that it names; -1 if there are none or it is not authentic. */
    @Override
    public int open(int linkId, int firstByte, long seq, byte[] in, int length, byte[] out, long nowNanos) {
        Generation generation = find(linkId, nowNanos);
        int opened = generation == null ? -1 : generation.opening.open(firstByte & 3, seq, in, length, out);
        if (opened >= 0 && generation != null && generation == upcoming) {
            switchOver(generation, nowNanos);
        }
        return opened;
    }

    private @Nullable Generation find(int linkId, long nowNanos) {
        if (present.localId == linkId) {
            return present;
        }
        if (upcoming != null && upcoming.localId == linkId) {
            return upcoming;
        }
        if (nowNanos - switchedNanos > KEEP_PREVIOUS_NANOS) {
            previous = null;
        }
        return previous != null && previous.localId == linkId ? previous : null;
    }

    private void switchOver(Generation to, long nowNanos) {
        previous = present;
        present = to;
        upcoming = null;
        switchedNanos = nowNanos;
    }

    /** What one handshake gave. */
    static final class Generation {
        final SealingKeys sealing;
        final OpeningKeys opening;
        final int localId;
        final int remoteId;

        private Generation(LinkRole role, LinkKeys keys, int localId, int remoteId, long nowNanos) {
            LinkRole peer = role == LinkRole.INITIATOR ? LinkRole.RESPONDER : LinkRole.INITIATOR;
            this.sealing = new SealingKeys(keys.sealedBy(role), nowNanos);
            this.opening = new OpeningKeys(keys.sealedBy(peer));
            this.localId = localId;
            this.remoteId = remoteId;
        }
    }
}
