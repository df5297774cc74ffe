package io.banyan.node.media.link;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkRole;
import org.jspecify.annotations.Nullable;

/** Begins handshakes, which go on elsewhere: they block. */
public interface LinkHandshakes {
    /** Of a node that is alone: there is no other to shake hands with. */
    LinkHandshakes NONE = (role, expectedPeer, linkId, inbox) -> null;

    /**
     * Begins one.
     *
     * @param expectedPeer whose certificate the peer must show; null: any node's of the mesh
     * @param linkId of the results
     * @param inbox gets them
     * @return null if too many are under way
     */
    @Nullable
    Handshake start(LinkRole role, @Nullable NodeId expectedPeer, int linkId, LinkInbox inbox);

    /**
     * Which certificates the next one shows: another number once they were exchanged. Asked now and then; never blocks.
     */
    default long generation() {
        return 0;
    }

    /** One that is under way. Any thread may call. */
    interface Handshake {
        /**
         * Hands in records from the peer; the array is the handshake's from now on.
         *
         * @return false if they were dropped
         */
        boolean offer(byte[] records);

        /** Ends it, if it has not ended. */
        void close();
    }
}
