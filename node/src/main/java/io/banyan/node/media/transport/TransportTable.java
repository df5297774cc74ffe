package io.banyan.node.media.transport;

import io.banyan.protocol.ice.OwnerUfrag;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transport that a datagram is for: by the nonce in the ufrag that a check names, and by the address that a
 * check which the transport's ICE agent authenticated came from. Owned by a media loop.
 */
public final class TransportTable {
    /** The ufrag before the last restart still counts until the first check with the new one. */
    private static final int UFRAGS = 2;

    private final OwnerUfrag.Codec ufrags;
    private final long nodeKey;
    private final int loop;
    private final int maxAddresses;
    private final Map<Long, PeerTransport> byNonce = new HashMap<>();
    private final Map<InetSocketAddress, PeerTransport> byAddress = new HashMap<>();
    private final Map<PeerTransport, Names> names = new HashMap<>();

    /** Under which names a transport stands in the table, oldest first. */
    private record Names(Deque<Long> nonces, Deque<InetSocketAddress> addresses) {}

    /**
     * @param ufrags under the mesh's keys; for this table alone
     * @param nodeKey see {@link OwnerUfrag#nodeKey}
     * @param loop this loop's index
     */
    public TransportTable(OwnerUfrag.Codec ufrags, long nodeKey, int loop, TransportLimits limits) {
        this.ufrags = ufrags;
        this.nodeKey = nodeKey;
        this.loop = loop;
        maxAddresses = limits.addresses();
    }

    /** The nonce of an authentic ufrag of this loop, null for any other. */
    public OwnerUfrag.@Nullable Owner ownerOf(CharSequence ufrag) {
        return ours(ufrags.read(ufrag));
    }

    /** The same from a message's bytes. */
    OwnerUfrag.@Nullable Owner ownerOf(ByteBuffer buffer, int offset, int length) {
        return ours(ufrags.read(buffer, offset, length));
    }

    /** Whether a transport goes by this ufrag. */
    public boolean isTaken(OwnerUfrag.Owner ufrag) {
        return byNonce.containsKey(ufrag.nonce());
    }

    /** Makes a transport known by a ufrag that is not taken: its first, or the one after an ICE restart. */
    public void add(PeerTransport transport, OwnerUfrag.Owner ufrag) {
        if (byNonce.putIfAbsent(ufrag.nonce(), transport) != null) {
            throw new IllegalStateException("a ufrag names one transport only");
        }
        Deque<Long> nonces = namesOf(transport).nonces();
        nonces.addLast(ufrag.nonce());
        if (nonces.size() > UFRAGS) {
            byNonce.remove(nonces.removeFirst());
        }
    }

    /** Forgets a transport and all its addresses. */
    public void remove(PeerTransport transport) {
        Names known = names.remove(transport);
        if (known != null) {
            known.nonces().forEach(byNonce::remove);
            known.addresses().forEach(byAddress::remove);
        }
    }

    public @Nullable PeerTransport ofAddress(InetSocketAddress from) {
        return byAddress.get(from);
    }

    @Nullable
    PeerTransport ofUfrag(OwnerUfrag.Owner ufrag) {
        return byNonce.get(ufrag.nonce());
    }

    /**
     * Whether the address may become this transport's. Somebody who holds credentials of his own could forge another
     * client's address on a check; so an address that its present owner uses, with fresh consent, is not given away.
     */
    boolean mayBind(InetSocketAddress from, PeerTransport transport, long nowNanos) {
        PeerTransport present = byAddress.get(from);
        return present == null
                || present == transport
                || !(present.hasConsent(nowNanos) && from.equals(present.selected()));
    }

    /** After a check that the transport's agent authenticated: datagrams from there are for this transport. */
    void bind(InetSocketAddress from, PeerTransport transport) {
        PeerTransport before = byAddress.put(from, transport);
        if (before == transport) {
            return;
        }
        if (before != null) {
            namesOf(before).addresses().remove(from);
        }
        Deque<InetSocketAddress> addresses = namesOf(transport).addresses();
        addresses.addLast(from);
        if (addresses.size() > maxAddresses) {
            byAddress.remove(oldestUnused(addresses, transport));
        }
    }

    /** How many transports there are. */
    public int size() {
        return names.size();
    }

    /** How many addresses are known. */
    int addressCount() {
        return byAddress.size();
    }

    private static InetSocketAddress oldestUnused(Deque<InetSocketAddress> addresses, PeerTransport transport) {
        InetSocketAddress oldest = addresses.removeFirst();
        if (oldest.equals(transport.selected())) {
            addresses.addLast(oldest);
            oldest = addresses.removeFirst();
        }
        return oldest;
    }

    private Names namesOf(PeerTransport transport) {
        return names.computeIfAbsent(transport, t -> new Names(new ArrayDeque<>(), new ArrayDeque<>()));
    }

    private OwnerUfrag.@Nullable Owner ours(OwnerUfrag.@Nullable Owner owner) {
        return owner != null && owner.nodeKey() == nodeKey && owner.loop() == loop ? owner : null;
    }
}
