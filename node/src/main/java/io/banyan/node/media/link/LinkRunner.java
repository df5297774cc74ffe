package io.banyan.node.media.link;

import io.banyan.protocol.dtls.LinkHandshake;
import io.banyan.protocol.dtls.LinkHandshakeEnd;
import io.banyan.protocol.dtls.LinkHandshakeEvents;
import io.banyan.protocol.dtls.LinkIdentity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkKeys;
import io.banyan.protocol.link.LinkRole;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs links' handshakes, each on a virtual thread of its own, because BouncyCastle blocks while it waits for datagrams.
 * One for all loops of a node; any thread may call.
 */
public final class LinkRunner implements LinkHandshakes {
    /** Between attempts to hand a result to a loop whose queue is full: a few of its duty cycles. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Supplier<LinkIdentity> identity;
    private final Semaphore handshakes;
    private final AtomicReference<Generation> generation = new AtomicReference<>();

    private record Generation(LinkIdentity identity, long number) {}

    /**
     * @param identity who this node is, asked before each handshake: the newest generation; must not block for long
     * @param maxHandshakes at a time, positive
     */
    public LinkRunner(Supplier<LinkIdentity> identity, int maxHandshakes) {
        this.identity = identity;
        handshakes = new Semaphore(maxHandshakes);
        generation.set(new Generation(identity.get(), 0));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // It is another object if, and only if, files were exchanged.
    public long generation() {
        LinkIdentity newest = identity.get();
        return generation
                .updateAndGet(
                        before -> before.identity() == newest ? before : new Generation(newest, before.number() + 1))
                .number();
    }

    @Override
    public @Nullable Handshake start(LinkRole role, @Nullable NodeId expectedPeer, int linkId, LinkInbox inbox) {
        if (!handshakes.tryAcquire()) {
            return null;
        }
        Inward reporter = new Inward(linkId, inbox, handshakes);
        LinkHandshake handshake = new LinkHandshake(role, identity.get(), expectedPeer, reporter);
        Thread.ofVirtual().name("link-" + Integer.toHexString(linkId)).start(handshake);
        return new Handshake() {
            @Override
            public boolean offer(byte[] records) {
                return handshake.offer(records);
            }

            @Override
            public void close() {
                handshake.close();
            }
        };
    }

    /** Takes a handshake's events to the loop. Runs on the handshake's thread. */
    private static final class Inward implements LinkHandshakeEvents {
        private final int linkId;
        private final LinkInbox inbox;
        private final Semaphore handshakes;
        private final AtomicBoolean isShaking = new AtomicBoolean(true);

        Inward(int linkId, LinkInbox inbox, Semaphore handshakes) {
            this.linkId = linkId;
            this.inbox = inbox;
            this.handshakes = handshakes;
        }

        @Override
        public void send(byte[] records) {
            // Lost like any datagram if the queue is full: DTLS sends it again.
            boolean _ = inbox.offer(new LinkResult.Outgoing(linkId, records));
        }

        @Override
        public void completed(LinkKeys keys, NodeId peer) {
            endShaking();
            offerSurely(new LinkResult.Connected(linkId, peer, keys));
        }

        @Override
        public void ended(LinkHandshakeEnd reason, String detail) {
            endShaking();
            if (reason != LinkHandshakeEnd.COMPLETED) {
                offerSurely(new LinkResult.Failed(linkId, reason + ": " + detail));
            }
        }

        private void endShaking() {
            if (isShaking.getAndSet(false)) {
                handshakes.release();
            }
        }

        /** Nobody would say this a second time, so it waits for room. */
        private void offerSurely(LinkResult result) {
            while (!inbox.offer(result) && !inbox.isClosed()) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
