package io.banyan.node;

import io.banyan.cluster.credentials.CredentialSet;
import io.banyan.cluster.credentials.MeshCredentials;
import io.banyan.protocol.dtls.LinkIdentity;
import java.util.function.Supplier;

/**
 * Who this node is on its links, for loops, which never wait for files: what is asked for is there already, and looked at
 * again beside that. Any thread.
 */
final class LinkIdentities implements Supplier<LinkIdentity> {
    private final MeshCredentials credentials;
    private volatile Known known;

    private record Known(CredentialSet set, LinkIdentity identity) {}

    LinkIdentities(MeshCredentials credentials) {
        this.credentials = credentials;
        known = read(credentials.current());
    }

    @Override
    public LinkIdentity get() {
        Thread.startVirtualThread(this::refresh);
        return known.identity();
    }

    private void refresh() {
        CredentialSet newest = credentials.current();
        if (newest != known.set()) {
            known = read(newest);
        }
    }

    private static Known read(CredentialSet set) {
        return new Known(set, new LinkIdentity(set.chain(), set.key(), set.authorities()));
    }
}
